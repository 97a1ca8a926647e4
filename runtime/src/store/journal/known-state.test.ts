import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createDatabasePlace, type DatabasePlace, databaseKind } from '../../../test/helpers/database.ts'
import { eventually } from '../../../test/helpers/eventually.ts'
import { giveToPerson } from '../../../test/helpers/give-to-person.ts'
import { aMessage, anAccept } from '../../../test/helpers/store-fixtures.ts'
import { type Database, openDatabase } from '../database.ts'
import { contactPointId } from '../messages/contact-point-id.ts'
import type { MessageRecord } from '../messages/message-records.ts'
import { acceptRow, type FlushRow, messageRow } from '../runs/record-rows.ts'
import { createRunWriter } from '../runs/run-writer.ts'
import { replyKey } from '../runs/wait-keys.ts'
import { uuidv7 } from '../uuid.ts'

describe.runIf(databaseKind === 'pglite')('records that only the tables could decide', () => {
  let place: DatabasePlace
  let database: Database
  const processId = uuidv7()
  const writer = () => createRunWriter(database, { now: () => new Date(), processId })

  beforeAll(async () => {
    place = await createDatabasePlace('pglite')
    database = await openDatabase(place.options)
    await known()
  })

  afterAll(async () => {
    await database.close()
    await place.remove()
  })

  /** Waits until the tables have been read. */
  const known = () => eventually(() => isTaken(messageRow(database.records, aMessage())))

  async function isTaken(row: FlushRow): Promise<boolean> {
    return (await database.journal?.take([row], processId))?.size === 1
  }

  const started = (message: MessageRecord) => {
    const runId = uuidv7()
    return acceptRow(database.records, anAccept({ runId, message: { ...message, runId } }))
  }
  const keyed = (key: string) => {
    const expiresAt = new Date(Date.now() + 60_000)
    return acceptRow(database.records, anAccept({ dedupe: { credential: 'c', key, bodyHash: 'h', expiresAt } }))
  }
  const counted = (table: 'run' | 'message') => database.kysely.selectFrom(table).select('id').execute()

  it('are stored by the journal while their keys are new, one for each key', async () => {
    const [first, second] = [keyed('same'), keyed('same')]
    expect(await database.journal?.take([first, second], processId)).toEqual(new Set([first]))
    expect(await isTaken(keyed('same'))).toBe(false)
    const message = aMessage()
    expect(await isTaken(started(message))).toBe(true)
    expect(await isTaken(started({ ...aMessage(), providerId: message.providerId }))).toBe(false)
    expect(await isTaken(messageRow(database.records, aMessage({ contact: '1'.repeat(600) })))).toBe(false)
    const [runs, messages] = [await counted('run'), await counted('message')]
    expect(runs.length).toBe(2)
    expect(messages.map(({ id }) => id)).toContain(message.id)
  })

  it('are decided by the tables when they come again, also after a restart', async () => {
    const message = aMessage({ providerId: 'of before' })
    const before = await writer().accept(anAccept({ message }))
    await writer().accept(
      anAccept({
        dedupe: { credential: 'c', key: 'of before', bodyHash: 'h', expiresAt: new Date(Date.now() + 60_000) },
      }),
    )
    await database.close()
    database = await openDatabase(place.options)
    await known()
    expect(await isTaken(keyed('of before'))).toBe(false)
    const again = await writer().accept(anAccept({ message: aMessage({ providerId: 'of before' }) }))
    expect(again).toMatchObject({ duplicate: true, earlier: { messageId: message.id } })
    expect(before.duplicate).toBe(false)
  })

  it('go to the tables while a run waits for a reply or a person has the conversation, also after a restart', async () => {
    const contact = '+15550004321'
    const address = '+15550002222'
    const conversation = { contactPointId: contactPointId({ channel: 'sms', accountId: '', value: contact }), address }
    const key = replyKey(conversation)
    const { runId } = await writer().accept(anAccept({ contact, message: aMessage({ contact }) }))
    const wait = { kind: 'action', startedAt: new Date().toISOString(), attempts: [], state: {} } as const
    const until = new Date(Date.now() + 60_000)
    await writer().park({ runId, epoch: 1, waitingFor: 'reply', until, wait, key, phase: 'park' })
    expect(await isTaken(started(aMessage({ contact })))).toBe(false)
    await database.close()
    database = await openDatabase(place.options)
    await known()
    expect(await isTaken(started(aMessage({ contact })))).toBe(false)
    expect(await writer().reply(aMessage({ contact }), {})).toMatchObject({ kind: 'woken' })
    expect(await writer().reply(aMessage({ contact }), {})).toEqual({ kind: 'nobody' })
    expect(await isTaken(started(aMessage({ contact })))).toBe(true)
    await giveToPerson(database, conversation)
    expect(await isTaken(started(aMessage({ contact })))).toBe(false)
  })
})
