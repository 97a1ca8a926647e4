import type { MessageContent } from '@patchbay/shared/api'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestDatabase } from '../../test/helpers/database.ts'
import { aMessage } from '../../test/helpers/store-fixtures.ts'
import type { Database } from '../store/database.ts'
import { nameContact } from '../store/messages/name-contact.ts'
import { storeChange } from '../store/messages/store-change.ts'
import { createRunWriter } from '../store/runs/run-writer.ts'
import { uuidv7 } from '../store/uuid.ts'
import { createContactNames } from './contact-names.ts'
import { createMessageChanges } from './message-changes.ts'

let database: Database
let count = 0

beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(() => database.close())

type Step = 'arrives' | { readonly content: MessageContent | null; readonly minute: number; readonly account?: string }

/** Lets a message and its changes come in this order. Returns how it is stored in the end, and how often pages heard. */
async function after(...steps: readonly Step[]) {
  count += 1
  const providerId = `their-${count}`
  const message = aMessage({ accountId: 'ours', direction: 'in', providerId, content: { text: 'At seven' } })
  const events: unknown[] = []
  const changes = createMessageChanges({
    storeChange: (change) => storeChange(database.kysely, change, new Date()),
    files: { begin: () => undefined, addressOf: () => '' },
    events: { publish: (event) => events.push(event) },
    now: () => new Date(),
  })
  const writer = createRunWriter(database, { now: () => new Date(), processId: uuidv7() })
  for (const step of steps) {
    if (step === 'arrives') await writer.receive(message)
    else {
      const at = new Date(Date.UTC(2026, 0, 1, 12, step.minute))
      await changes.change({ accountId: step.account ?? 'ours', id: providerId, content: step.content, at })
    }
  }
  const [stored] = await database.kysely.selectFrom('message').selectAll().where('id', '=', message.id).execute()
  return { content: stored?.content, status: stored?.status, isEdited: stored?.editedAt != null, told: events.length }
}

const edit = (text: string, minute: number) => ({ content: { text }, minute })
const deletion = (minute: number) => ({ content: null, minute })

describe('a message that its author changes', () => {
  it('holds what it says now, whether the change comes after it or before', async () => {
    const changed = { content: { text: 'At eight' }, status: 'received', isEdited: true }
    expect(await after('arrives', edit('At eight', 1))).toEqual({ ...changed, told: 1 })
    expect(await after(edit('At eight', 1), 'arrives')).toEqual({ ...changed, told: 0 })
  })

  it('holds the last change, in whatever order and however often they come', async () => {
    const orders: readonly (readonly Step[])[] = [
      ['arrives', edit('nine', 2), edit('eight', 1)],
      [edit('nine', 2), edit('eight', 1), 'arrives'],
      [edit('eight', 1), 'arrives', edit('nine', 2), edit('nine', 2)],
    ]
    for (const order of orders) expect(await after(...order)).toMatchObject({ content: { text: 'nine' } })
  })

  it('says nothing any more once it is deleted, whatever comes later', async () => {
    const orders: readonly (readonly Step[])[] = [
      ['arrives', deletion(1)],
      [deletion(1), 'arrives'],
      ['arrives', deletion(1), edit('late', 2)],
      ['arrives', edit('late', 2), deletion(1)],
    ]
    for (const order of orders) expect(await after(...order)).toMatchObject({ content: {}, status: 'deleted' })
  })

  it('stays as it is under another account', async () => {
    expect(await after('arrives', { ...edit('At eight', 1), account: 'another' })).toMatchObject({
      content: { text: 'At seven' },
      isEdited: false,
    })
  })
})

describe('the name in the profile of a contact', () => {
  it('is kept where the contact has none, and asked for once', async () => {
    let asked = 0
    const names = createContactNames((contactPointId, name) => {
      asked += 1
      return nameContact(database.kysely, { contactPointId, name, at: new Date() })
    })
    const message = aMessage({ direction: 'in', contact: '+13055550177', providerId: 'named' })
    await createRunWriter(database, { now: () => new Date(), processId: uuidv7() }).receive(message)
    for (const name of [' ', 'Dana\ud800 Mejia ', 'Another']) await names.keep(message, name)
    expect(asked).toBe(1)
    await nameContact(database.kysely, { contactPointId: await pointOf(), name: 'A third', at: new Date() })
    const stored = await database.kysely
      .selectFrom('contact')
      .innerJoin('contactPoint', 'contactPoint.contactId', 'contact.id')
      .select('contact.name')
      .where('contactPoint.value', '=', '+13055550177')
      .executeTakeFirst()
    expect(stored).toEqual({ name: 'Dana\ufffd Mejia' })
  })

  async function pointOf(): Promise<string> {
    const point = await database.kysely
      .selectFrom('contactPoint')
      .select('id')
      .where('value', '=', '+13055550177')
      .executeTakeFirstOrThrow()
    return point.id
  }
})
