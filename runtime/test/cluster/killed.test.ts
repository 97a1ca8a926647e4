import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startedRun } from '../helpers/api-driver.ts'
import { eventually } from '../helpers/eventually.ts'
import { json, type Reply, type StandIn, startStandIn, type TakenRequest } from '../helpers/stand-in.ts'
import { callingFlow, createNodes, type Nodes } from './nodes.ts'

const RUNS = 20
/** What is promised for a killed node. */
const MOVES_WITHIN_MS = 30_000

let nodes: Nodes
let service: StandIn

beforeAll(async () => {
  service = await startStandIn(json({}))
  nodes = await createNodes()
})

afterAll(async () => {
  await nodes.close()
  await service.close()
})

/** The paths that were asked for, by the run that asked. */
function callsByRun(requests: readonly TakenRequest[]): Map<string, string[]> {
  const calls = new Map<string, string[]>()
  for (const { url, headers } of requests) {
    const run = String(headers['x-run'])
    calls.set(run, [...(calls.get(run) ?? []), url])
  }
  return calls
}

describe('a node that is killed', () => {
  it('has its runs go on elsewhere within 30 s, after the last stored step', { timeout: 60_000 }, async () => {
    const [a, b] = [await nodes.start(), await nodes.start()]
    const calls = ['/first', '/second', '/third'].map((path) => ({ url: `${service.origin}${path}`, method: 'GET' }))
    const flowId = await a.deploy(callingFlow('Three calls', calls))
    let isDead = false
    const reply: Reply = (response, request) => {
      // The second call of each run never ends while the first node lives.
      if (isDead || request.url !== '/second') return json({})(response, request)
    }
    service.replyWith(reply)
    const runIds = await Promise.all(Array.from({ length: RUNS }, async () => startedRun(await a.trigger(flowId))))
    await service.arrived(2 * RUNS)
    const before = [...service.requests]
    isDead = true
    const killedAt = performance.now()
    await a.process.stop('SIGKILL')
    await eventually(() => service.requests.length > before.length, MOVES_WITHIN_MS)
    const movedAfterMs = performance.now() - killedAt
    const runs = await Promise.all(runIds.map((id) => b.ended(id, MOVES_WITHIN_MS)))
    expect(movedAfterMs).toBeLessThan(MOVES_WITHIN_MS)
    expect(runs.map(({ status }) => status)).toEqual(runIds.map(() => 'succeeded'))
    const made = callsByRun(service.requests)
    for (const id of runIds) expect(made.get(id)).toEqual(['/first', '/second', '/second', '/third'])
  })
})
