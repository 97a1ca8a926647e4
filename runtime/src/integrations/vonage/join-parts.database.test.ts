import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { openTestDatabase } from '../../../test/helpers/database.ts'
import type { InboundMessage } from '../../kit/inbound-message.ts'
import type { SendJobOptions } from '../../platform/queue/queue.ts'
import type { Database } from '../../store/database.ts'
import { ownTables } from '../../store/own-tables.ts'
import { createJoinParts, type JoinParts } from './join-parts.ts'
import type { TextPart } from './part.ts'
import { createPartRepository, type VonageTables } from './part-repository.ts'

const signal = new AbortController().signal
const start = new Date('2026-11-20T12:00:00Z')
let database: Database
let count = 0
let account: string
let now: Date
let received: InboundMessage[]
let jobs: { readonly payload: unknown; readonly options: SendJobOptions }[]

beforeAll(async () => {
  database = await openTestDatabase()
})

beforeEach(() => {
  count += 1
  account = `account-${count}`
  now = start
  received = []
  jobs = []
})

afterAll(() => database.close())

/** A node; several of them share the database. */
function startNode(): JoinParts {
  return createJoinParts({
    host: {
      messages: {
        receive: async (message) => {
          received.push(message)
          return { messageId: message.id, runId: null, duplicate: false }
        },
        receipt: () => Promise.reject(new Error('No receipts here.')),
      },
      queue: {
        send: async (_job, payload, options = {}) => void jobs.push({ payload, options }),
        wake: () => undefined,
      },
      now: () => now,
    },
    repository: createPartRepository(ownTables<VonageTables>(database)),
  })
}

const part = (number: number, text: string, change: Partial<TextPart> = {}): TextPart => ({
  contact: '447700900001',
  address: '447700900000',
  ref: '17',
  number,
  total: 3,
  id: `id-${number}`,
  text,
  ...change,
})
const whole = (id: string, text: string) => ({
  kind: 'message',
  message: { channel: 'sms', id, from: '447700900001', to: '447700900000', content: { text } },
})

/** Does the work that is due once no part is waited for any longer. */
async function runJobs(node: JoinParts): Promise<void> {
  for (const { payload } of jobs) await node.jobs[0]?.work(payload, signal)
}

describe('a text in parts', () => {
  it('is one message once all of them have come, in any order and at any node', async () => {
    const [one, other] = [startNode(), startNode()]
    expect(await one.take(account, part(3, ' the dog'))).toMatchObject({
      kind: 'ignored',
      why: expect.stringContaining('3 of 3'),
    })
    expect(await other.take(account, part(1, 'Please feed'))).toMatchObject({ kind: 'ignored' })
    expect(await one.take(account, part(2, ' the cat and'))).toEqual(whole('id-1', 'Please feed the cat and the dog'))
  })

  it('is the same message for a part that Vonage sends again, as after a crash before the answer', async () => {
    const node = startNode()
    for (const number of [1, 2]) await node.take(account, part(number, `${number}`))
    const last = part(3, '3')
    expect(await node.take(account, last)).toEqual(whole('id-1', '123'))
    expect(await startNode().take(account, last)).toEqual(whole('id-1', '123'))
    expect(await startNode().take(account, part(1, '1'))).toEqual(whole('id-1', '123'))
  })

  it('is what has come when a part is missing after two minutes, and the late part a text of its own', async () => {
    const node = startNode()
    await node.take(account, part(3, 'dog'))
    await node.take(account, part(2, 'cat '))
    expect(jobs).toMatchObject([{ options: { startAfter: new Date(start.getTime() + 120_000) } }])
    now = new Date(start.getTime() + 121_000)
    await runJobs(node)
    // As when the process was killed before the job counted as done.
    await runJobs(node)
    expect(received).toMatchObject([
      { accountId: account, id: 'id-2', content: { text: 'cat dog' } },
      { accountId: account, id: 'id-2', content: { text: 'cat dog' } },
    ])
    expect(await node.take(account, part(1, 'Feed '))).toEqual(whole('id-1', 'Feed '))
    expect(await node.take(account, part(3, 'dog'))).toEqual(whole('id-2', 'cat dog'))
  })

  it('is handed over by the job when Vonage gives up after the last part was stored', async () => {
    const node = startNode()
    for (const number of [1, 2, 3]) await node.take(account, part(number, `${number}`))
    await runJobs(node)
    expect(received).toMatchObject([{ id: 'id-1', content: { text: '123' } }])
  })

  it('is another one when the phone counts anew, and the job of the first leaves it alone', async () => {
    const node = startNode()
    for (const number of [1, 2, 3]) await node.take(account, part(number, `${number}`))
    now = new Date(start.getTime() + 60_000)
    const again = (number: number) => part(number, `n${number}`, { id: `new-${number}` })
    expect(await node.take(account, again(2))).toMatchObject({ kind: 'ignored' })
    await node.jobs[0]?.work(jobs[0]?.payload, signal)
    expect(received).toEqual([])
    await node.take(account, again(1))
    expect(await node.take(account, again(3))).toEqual(whole('new-1', 'n1n2n3'))
  })

  it('is kept apart from those of other contacts and accounts', async () => {
    const node = startNode()
    await node.take(account, part(1, 'a', { total: 2 }))
    expect(await node.take(`${account}-b`, part(2, 'b', { total: 2 }))).toMatchObject({ kind: 'ignored' })
    expect(await node.take(account, part(2, 'c', { total: 2, contact: '447700900002' }))).toMatchObject({
      kind: 'ignored',
    })
  })

  it('is forgotten after two days', async () => {
    const node = startNode()
    await node.take(account, part(1, 'a'))
    now = new Date(start.getTime() + 49 * 3_600_000)
    await node.jobs[1]?.work({}, signal)
    expect(await node.take(account, part(2, 'b'))).toMatchObject({
      kind: 'ignored',
      why: expect.stringContaining('1 have come'),
    })
  })
})
