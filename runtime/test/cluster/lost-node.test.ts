import { afterAll, describe, expect, it } from 'vitest'
import { startedRun } from '../helpers/api-driver.ts'
import { eventually } from '../helpers/eventually.ts'
import { json, type Reply, startStandIn, type TakenRequest } from '../helpers/stand-in.ts'
import { callingFlow, createNodes } from './nodes.ts'

const RUNS = 20
/** What is promised for a killed node. */
const MOVES_WITHIN_MS = 30_000

const cleanUp: (() => Promise<unknown>)[] = []

afterAll(async () => {
  for (const step of cleanUp.toReversed()) await step()
})

/** Two nodes on a database of their own, and an outside service. */
async function twoNodes() {
  const service = await startStandIn(json({}))
  cleanUp.push(() => service.close())
  const nodes = await createNodes()
  cleanUp.push(() => nodes.close())
  return { service, a: await nodes.start(), b: await nodes.start() }
}

/** The paths that were asked for, by the run that asked. */
function callsByRun(requests: readonly TakenRequest[]): Map<string, string[]> {
  const calls = new Map<string, string[]>()
  for (const { url, headers } of requests) {
    const run = String(headers['x-run'])
    calls.set(run, [...(calls.get(run) ?? []), url])
  }
  return calls
}

// Both mostly wait for the silence of a node to be noticed, so they wait together.
describe('a node that is lost', () => {
  it.concurrent('because it is killed has its runs go on elsewhere within 30 s, after the last stored step', {
    timeout: 90_000,
  }, async () => {
    const { service, a, b } = await twoNodes()
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

  it.concurrent('because it is frozen writes nothing late and calls nothing twice once it thaws', {
    timeout: 90_000,
  }, async () => {
    const { service, a, b } = await twoNodes()
    const url = (path: string) => `${service.origin}${path}`
    const safe = await a.deploy(
      callingFlow('May be repeated', [
        { url: url('/safe'), method: 'GET' },
        { url: url('/safe-next'), method: 'POST' },
      ]),
    )
    const unsafe = await a.deploy(callingFlow('Must not be repeated', [{ url: url('/unsafe'), method: 'POST' }]))
    // The frozen node's own calls are answered only once others have finished its runs.
    const thawed = Promise.withResolvers<void>()
    let calls = 0
    service.replyWith(async (response, request) => {
      calls += 1
      const isFirst = calls <= 2
      if (isFirst) await thawed.promise
      return json({ by: isFirst ? 'the frozen node' : 'the other node' })(response, request)
    })
    const safeRun = await startedRun(await a.trigger(safe))
    const unsafeRun = await startedRun(await a.trigger(unsafe))
    await service.arrived(2)
    process.kill(a.process.pid, 'SIGSTOP')

    const repeated = await b.ended(safeRun, 40_000)
    const unknown = await b.ended(unsafeRun, 40_000)
    expect(repeated.status).toBe('succeeded')
    expect(repeated.steps[1]?.variables).toEqual({ by: 'the other node' })
    expect(unknown).toMatchObject({ status: 'failed', error: { code: 'OUTCOME_UNKNOWN' } })

    process.kill(a.process.pid, 'SIGCONT')
    thawed.resolve()
    // It is well again: what it is given now, it does.
    const next = await startedRun(await a.trigger(safe))
    expect((await a.ended(next)).status).toBe('succeeded')
    expect(await a.run(safeRun)).toEqual(repeated)
    expect(await a.run(unsafeRun)).toEqual(unknown)
    const of = (run: string) => service.requests.filter(({ headers }) => headers['x-run'] === run).map(({ url }) => url)
    expect(of(safeRun)).toEqual(['/safe', '/safe', '/safe-next'])
    expect(of(unsafeRun)).toEqual(['/unsafe'])
  })
})
