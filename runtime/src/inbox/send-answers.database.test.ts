import type { MessageContent } from '@patchbay/shared/api'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestDatabase } from '../../test/helpers/database.ts'
import { aMessage } from '../../test/helpers/store-fixtures.ts'
import type { FindOutcome, NotSent, OutboundMessage, SentBy } from '../kit/channel.ts'
import type { KeepMessage } from '../messaging/keeping-sender.ts'
import type { Database } from '../store/database.ts'
import { changeConversation } from '../store/messages/change-conversation.ts'
import { createProcessRepository } from '../store/repositories/process-repository.ts'
import { createRunWriter } from '../store/runs/run-writer.ts'
import { uuidv7 } from '../store/uuid.ts'
import { createAnswerRepository } from './answer-repository.ts'
import { createEndConversation } from './end-conversation.ts'
import { createAnswerSender } from './send-answers.ts'
import { createThreadRepository } from './thread-repository.ts'

let database: Database
let count = 0

beforeAll(async () => {
  database = await openTestDatabase()
})
afterAll(() => database.close())

/** A service that is used by one contact, and what it was sent. `fate` of the first attempt. */
async function conversationAt(service: Partial<Service> = {}) {
  count += 1
  const contact = `+1305555${2_000 + count}`
  const clock = { now: Date.now() }
  const now = () => new Date(clock.now)
  const writer = createRunWriter(database, { now, processId: uuidv7() })
  const received = aMessage({ contact, status: 'no-flow', providerId: null })
  await writer.receive(received)
  const { id: conversationId } = await database.kysely
    .selectFrom('conversation')
    .innerJoin('message', 'message.conversationId', 'conversation.id')
    .select('conversation.id')
    .where('message.id', '=', received.id)
    .executeTakeFirstOrThrow()
  const sent: string[] = []
  const keys: string[] = []
  const record = (message: OutboundMessage, keep?: KeepMessage) =>
    keep?.(
      aMessage({
        contact,
        direction: 'out',
        status: 'sent',
        content: message.content,
        providerId: `id ${message.idempotencyKey}`,
      }),
    )
  const threads = createThreadRepository(database.kysely)
  const engine = { goOn: async (take: () => Promise<unknown>) => void (await take()) }
  const processId = uuidv7()
  const endConversation = createEndConversation({
    database,
    engine,
    threads,
    processId,
    onUnawaited: () => undefined,
    now,
  })
  const answersOf = (processId: string) =>
    createAnswerRepository(database, endConversation, { processId, mayJudge: () => service.mayJudge ?? true })
  const answers = answersOf(processId)
  const begun: string[] = []
  const sender = createAnswerSender({
    answers,
    sender: {
      async send(message, signal, keep) {
        keys.push(message.idempotencyKey)
        const refusal = await service.refuses?.(keys.length, signal)
        if (refusal !== undefined) return refusal
        sent.push(message.content.text ?? '')
        record(message, keep)
        return { ok: true, messageId: `id ${message.idempotencyKey}`, status: 'sent', segments: 1, accountId: 'a' }
      },
      async find(message, _signal, keep) {
        const found = service.finds?.() ?? { kind: 'unknown', isFinal: true }
        if (found.kind === 'sent') record(message, keep)
        return found
      },
      repeatOf: async () => service.repeat ?? 'never',
    },
    queue: {
      async send(_job, payload) {
        begun.push(String(payload.conversationId))
      },
      wake: () => undefined,
    },
    processId,
    events: { publish: () => undefined },
    now,
    onError: (error) => {
      throw error
    },
  })
  const work = () => sender.worker.work({ conversationId }, new AbortController().signal)
  return {
    clock,
    sent,
    keys,
    work,
    sweep: sender.sweep,
    isBegun: () => begun.includes(conversationId),
    async write(text: string, closes = false): Promise<string> {
      const id = crypto.randomUUID()
      const content: MessageContent = { text }
      await changeConversation(database, conversationId, now(), async (_, transaction) => ({
        change: { set: { isWithPerson: true } },
        result: await answers.add(transaction, { id, conversationId, author: 'user:ana', content, closes }, now()),
      }))
      return id
    },
    /** As a process does that dies while it sends. */
    async lose(by = uuidv7()): Promise<void> {
      await answersOf(by).claim(conversationId, { now: now(), until: new Date(clock.now + 60_000) })
    },
    /** As a process that takes this one for dead. Returns what it does when it gives up in the end. */
    async takeOver(): Promise<() => Promise<void>> {
      const other = uuidv7()
      clock.now += 61_000
      const claimed = await answersOf(other).claim(conversationId, { now: now(), until: new Date(clock.now + 60_000) })
      if (claimed === undefined) throw new Error('The answer was not claimed.')
      return () => answersOf(other).end(claimed, { state: 'unknown', messages: [], processId: other, now: now() })
    },
    processId,
    async stateOf(id: string) {
      const row = await database.kysely.selectFrom('answer').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
      return row.state
    },
    stored: async () =>
      (
        await database.kysely
          .selectFrom('message')
          .select(['content', 'author'])
          .where('conversationId', '=', conversationId)
          .where('direction', '=', 'out')
          .orderBy('id')
          .execute()
      ).map(({ content, author }) => `${author}: ${content.text}`),
    conversation: () =>
      database.kysely.selectFrom('conversation').selectAll().where('id', '=', conversationId).executeTakeFirstOrThrow(),
  }
}

interface Service {
  readonly repeat: 'keyed' | 'never'
  finds(): FindOutcome<SentBy>
  refuses(attempt: number, signal: AbortSignal): Promise<NotSent | undefined>
  readonly mayJudge: boolean
}

const busy: NotSent = {
  ok: false,
  error: { code: 'MESSAGE_REFUSED', message: 'Too many' },
  retry: { afterMs: 2_000 },
}

describe('answers of people', () => {
  it('go out in their order, and their messages name who wrote them', async () => {
    const at = await conversationAt()
    for (const text of ['one', 'two', 'three']) await at.write(text)
    await Promise.all([at.work(), at.work()])
    expect(at.sent).toEqual(['one', 'two', 'three'])
    expect(await at.stored()).toEqual(['user:ana: one', 'user:ana: two', 'user:ana: three'])
  })

  it('are tried again after a pause when certainly nothing was sent, and later ones wait for them', async () => {
    const at = await conversationAt({ refuses: async (attempt) => (attempt === 1 ? busy : undefined) })
    await at.write('one')
    await at.write('two')
    await at.work()
    expect(at.sent).toEqual([])
    at.clock.now += 2_500
    await at.work()
    expect(at.sent).toEqual(['one', 'two'])
  })

  it('are given up when the service refuses for good, and the next one goes on', async () => {
    const refused: NotSent = { ok: false, error: { code: 'MESSAGE_REFUSED', message: 'No such number' } }
    const at = await conversationAt({ refuses: async (attempt) => (attempt === 1 ? refused : undefined) })
    const [one, two] = [await at.write('one'), await at.write('two')]
    await at.work()
    expect([await at.stateOf(one), await at.stateOf(two)]).toEqual(['failed', 'sent'])
  })

  it('close the conversation once they are sent, and not when they fail', async () => {
    const at = await conversationAt()
    await at.write('Bye', true)
    await at.work()
    expect(await at.conversation()).toMatchObject({ status: 'closed', preview: 'Bye', previewBy: 'person' })
    const refused: NotSent = { ok: false, error: { code: 'MESSAGE_REFUSED', message: 'No such number' } }
    const failing = await conversationAt({ refuses: async () => refused })
    await failing.write('Bye', true)
    await failing.work()
    expect((await failing.conversation()).status).toBe('open')
  })
})

it('a conversation is closed by its last answer, also where the first one says so', async () => {
  const at = await conversationAt()
  await at.write('one', true)
  await at.write('two')
  await at.work()
  expect(await at.stored()).toEqual(['user:ana: one', 'user:ana: two'])
  expect((await at.conversation()).status).toBe('closed')
})

describe('an answer that a process is sending', () => {
  it('is left alone by that process until its claim is over', async () => {
    const at = await conversationAt({ repeat: 'keyed' })
    await at.write('one')
    await at.lose(at.processId)
    await at.work()
    expect(at.keys).toEqual([])
    at.clock.now += 61_000
    await at.work()
    expect(at.keys).toHaveLength(1)
  })

  it('is left alone by others while that process beats, and while they may not judge', async (context) => {
    // One process at a time uses the embedded database.
    if (database.kind === 'pglite') return context.skip()
    const processes = createProcessRepository(database.kysely)
    const other = { id: uuidv7(), host: 'other', pid: 1, version: '1' }
    await processes.register(other)
    const service = { repeat: 'keyed', mayJudge: true } as const
    const [at, hasty] = [await conversationAt(service), await conversationAt({ ...service, mayJudge: false })]
    for (const one of [at, hasty]) {
      await one.write('one')
      await one.lose(other.id)
      await one.work()
    }
    expect([at.keys, hasty.keys]).toEqual([[], []])
    const past = new Date(Date.now() - 60_000)
    await database.kysely.updateTable('process').set({ heartbeatAt: past }).where('id', '=', other.id).execute()
    await at.work()
    await hasty.work()
    expect([at.keys.length, hasty.keys.length]).toEqual([1, 0])
  })
})

describe('an answer that another process has claimed since', () => {
  const refused: NotSent = { ok: false, error: { code: 'MESSAGE_REFUSED', message: 'No such number' } }

  it('has not failed because the first process says so', async () => {
    let takeOver: () => Promise<unknown> = async () => undefined
    const at = await conversationAt({
      repeat: 'keyed',
      async refuses(attempt) {
        if (attempt > 1) return undefined
        await takeOver()
        return refused
      },
    })
    takeOver = at.takeOver
    const id = await at.write('one')
    await at.work()
    expect([at.sent, await at.stateOf(id)]).toEqual([['one'], 'sent'])
  })

  it('is sent when the first process says so, whatever the other one says afterwards', async () => {
    let takeOver: () => Promise<() => Promise<void>> = async () => async () => undefined
    let giveUp: () => Promise<void> = async () => undefined
    const at = await conversationAt({
      async refuses() {
        giveUp = await takeOver()
        return undefined
      },
    })
    takeOver = at.takeOver
    const id = await at.write('one')
    await at.work()
    await giveUp()
    expect([await at.stateOf(id), await at.stored()]).toEqual(['sent', ['user:ana: one']])
  })
})

describe('an answer whose process died while it was sending', () => {
  it('is found by the next sweep, and one that is not due is not', async () => {
    const at = await conversationAt({ repeat: 'keyed' })
    await at.write('one')
    await at.sweep()
    expect(at.isBegun()).toBe(false)
    await at.lose()
    await at.sweep()
    expect(at.isBegun()).toBe(true)
  })

  it('is sent again at once, with the same key, where the service takes each key once', async () => {
    const at = await conversationAt({ repeat: 'keyed' })
    const id = await at.write('one')
    await at.lose()
    await at.work()
    expect([at.keys, await at.stateOf(id)]).toEqual([[id], 'sent'])
  })

  it('is not sent again when the service has it', async () => {
    const has: SentBy = { ok: true, messageId: 'theirs', status: 'sent', segments: 1, accountId: 'a' }
    const at = await conversationAt({ finds: () => ({ kind: 'sent', sent: has }) })
    const id = await at.write('one')
    await at.lose()
    await at.work()
    expect([at.keys, await at.stateOf(id), await at.stored()]).toEqual([[], 'sent', ['user:ana: one']])
  })

  it('is sent when the service has not got it, once no request can be on the way, and so after each loss', async () => {
    const at = await conversationAt({ finds: () => ({ kind: 'not-sent', settledAfterMs: 5_000 }) })
    await at.write('one')
    for (const _ of ['once', 'twice']) {
      await at.lose()
      await at.work()
      at.clock.now += 4_000
      await at.work()
      expect(at.sent).toEqual([])
      at.clock.now += 1_000
    }
    await at.work()
    expect(at.sent).toEqual(['one'])
  })

  it('stays in doubt where nobody can say, and is never sent again', async () => {
    const at = await conversationAt()
    const id = await at.write('one')
    await at.lose()
    await at.work()
    await at.work()
    expect([at.keys, await at.stateOf(id)]).toEqual([[], 'unknown'])
  })
})
