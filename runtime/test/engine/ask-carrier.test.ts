import type { AccountResource } from '@patchbay/shared/api'
import type { Flow } from '@patchbay/shared/flow'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startedRun } from '../helpers/api-driver.ts'
import { apiToken } from '../helpers/runtime-process.ts'
import { hang, json, type Reply, type StandIn, startStandIn, type TakenRequest } from '../helpers/stand-in.ts'
import { createTestPlace, type TestPlace, type TestRuntime } from '../helpers/test-runtime.ts'

let place: TestPlace
let gateway: StandIn

beforeAll(async () => {
  place = await createTestPlace()
  gateway = await startStandIn(hang)
})
afterAll(async () => {
  await place.remove()
  await gateway.close()
})

/** What the gateway says after the restart, by the path of its account. */
const afterRestart: Reply = (response, request) => {
  if (request.method === 'POST') return json({ id: 'second' }, 202)(response, request)
  const isTaken = request.url.startsWith('/taken/')
  return json({ taken: isTaken, id: 'first' }, isTaken ? 200 : 404)(response, request)
}

const kinds = [
  { kind: 'keyed', number: '+17865550181', exit: 'success', posts: 2, messageId: 'second' },
  { kind: 'taken', number: '+17865550182', exit: 'success', posts: 1, messageId: 'first' },
  { kind: 'not-taken', number: '+17865550183', exit: 'success', posts: 2, messageId: 'second' },
  { kind: 'silent', number: '+17865550184', exit: 'failure', posts: 1, messageId: undefined },
] as const

function flow(number: string): Flow {
  const position = { x: 0, y: 0 }
  const inputs = { to: '+13055550119', from: number, message: 'Hello' }
  return {
    formatVersion: 1,
    name: number,
    description: '',
    settings: { timeZone: 'UTC', maxSteps: 10 },
    nodes: [
      { id: 1, type: 'inbound-api', name: 'Event', position, inputs: {} },
      { id: 2, type: 'send-sms', name: 'Text', position, inputs },
    ],
    connections: [{ from: 1, exit: 'next', to: 2 }],
    notes: [],
  }
}

/** Sends one text through an account of its own and answers the run. */
async function send(runtime: TestRuntime, { kind, number }: (typeof kinds)[number]): Promise<string> {
  const properties = {
    url: `${gateway.origin}/${kind}`,
    timeoutSeconds: 8,
    honoursKeys: kind === 'keyed',
    ...(kind.endsWith('taken') ? { statusUrl: `${gateway.origin}/${kind}/{id}` } : {}),
  }
  const account = { type: 'http-gateway', name: kind, properties }
  const { id: accountId } = await runtime.call<AccountResource>('POST', '/accounts', account)
  await runtime.call('POST', '/numbers', { number, accountId })
  const flowId = await runtime.deploy(flow(number))
  const response = await runtime.request(`/triggers/${flowId}`, trigger)
  return startedRun(response)
}

const trigger = {
  method: 'POST',
  headers: { authorization: `Bearer ${apiToken}`, 'content-type': 'application/json' },
  body: '{}',
}

const postsTo = (kind: string) => (request: TakenRequest) => request.method === 'POST' && request.url === `/${kind}`

it('a text under way at a stop is sent again, asked for or left alone, as its carrier allows', {
  timeout: 120_000,
}, async () => {
  const first = await place.start()
  const runIds: string[] = []
  for (const kind of kinds) runIds.push(await send(first, kind))
  await gateway.arrived(kinds.length)
  await first.stop()

  gateway.replyWith(afterRestart)
  const second = await place.start()
  for (const [index, { kind, exit, posts, messageId }] of kinds.entries()) {
    const run = await second.ended(runIds[index] ?? '', 60_000)
    const step = run.steps[1]
    expect(step?.outputs.messageId, kind).toBe(messageId)
    expect([step?.exit, step?.error?.code], kind).toEqual(
      exit === 'success' ? [exit, undefined] : [exit, 'OUTCOME_UNKNOWN'],
    )
    const sent = gateway.requests.filter(postsTo(kind))
    expect(sent, kind).toHaveLength(posts)
    expect(new Set(sent.map(({ headers }) => headers['idempotency-key'])).size, kind).toBe(1)
  }
  await second.stop()
})
