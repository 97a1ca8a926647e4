import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestDatabase, withoutJournal } from '../../../test/helpers/database.ts'
import { aMessage } from '../../../test/helpers/store-fixtures.ts'
import type { Database } from '../../store/database.ts'
import { contactPointId } from '../../store/messages/contact-point-id.ts'
import { createRunWriter } from '../../store/runs/run-writer.ts'
import type { RunWriter } from '../../store/runs/writer-port.ts'
import { uuidv7 } from '../../store/uuid.ts'
import { type ConsentChange, type ConsentRepository, createConsentRepository } from './consent-repository.ts'

let database: Database
let consents: ConsentRepository
let writer: RunWriter

beforeAll(async () => {
  database = await openTestDatabase()
  consents = createConsentRepository(database.kysely)
  writer = createRunWriter(withoutJournal(database), { now: () => new Date(), processId: uuidv7() })
})

afterAll(() => database.close())

const page = { limit: 50 }

function change(contact: string, given: Partial<ConsentChange> = {}): ConsentChange {
  const point = contactPointId({ channel: 'sms', accountId: '', value: contact })
  const place = { contactPointId: point, accountId: '', address: '', channel: 'sms', contact }
  return { id: uuidv7(), at: new Date(), ...place, state: 'out', source: 'person', detail: 'Maya', ...given }
}

describe('a message that is stored as a word of consent', () => {
  it('changes the consent in its own commit, and only once when the change is recorded again', async () => {
    const contact = '+15550000101'
    const message = aMessage({ contact, content: { text: 'STOP' }, status: 'opted-out' })
    await writer.receive(message)
    expect((await consents.list({ ...page, search: contact })).items).toMatchObject([
      { id: message.id, contact, state: 'out', source: 'word', detail: 'STOP', address: '' },
    ])
    await consents.record([change(contact, { state: 'in' })])
    const again = { id: message.id, state: 'out', source: 'word', detail: 'STOP' } as const
    await consents.record([change(contact, again)])
    expect((await consents.list({ ...page, search: contact })).items).toMatchObject([{ state: 'in' }])
    expect((await consents.log({ ...page, search: contact })).items).toHaveLength(2)
  })

  it('that asks for help changes nothing', async () => {
    const contact = '+15550000102'
    await writer.receive(aMessage({ contact, content: { text: 'HELP' }, status: 'consent' }))
    expect((await consents.log({ ...page, search: contact })).items).toEqual([])
  })
})

describe('a process that remembers who has opted out', () => {
  it('reads what changed after the last revision that it knows, in order', async () => {
    await consents.record([change('+15550000105')])
    const known = Math.max(0, ...(await consents.changedAfter(0)).map(({ revision }) => revision))
    await consents.record([change('+15550000103', { address: '+15550002222' })])
    await consents.record([change('+15550000104')])
    await consents.record([change('+15550000103', { state: 'in' })])
    const { contactPointId: point } = change('+15550000103')
    const changed = await consents.changedAfter(known)
    expect(changed.filter((row) => row.contactPointId === point)).toMatchObject([{ state: 'in' }, { state: 'in' }])
    expect(changed.map(({ revision }) => revision)).toEqual(
      changed.map(({ revision }) => revision).toSorted((a, b) => a - b),
    )
    expect(await consents.changedAfter(Math.max(...changed.map(({ revision }) => revision)))).toEqual([])
  })
})

describe('a contact whose id means something in one account only', () => {
  it('is listed with the account, also before any message', async () => {
    const contact = 'user-1'
    const point = contactPointId({ channel: 'chat', accountId: 'our-bot', value: contact })
    await consents.record([change(contact, { contactPointId: point, channel: 'chat', accountId: 'our-bot' })])
    expect((await consents.list({ ...page, search: contact })).items).toMatchObject([{ accountId: 'our-bot' }])
    expect((await consents.log({ ...page, search: contact })).items).toMatchObject([{ accountId: 'our-bot' }])
  })
})
