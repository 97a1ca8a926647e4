import { setTimeout as delay } from 'node:timers/promises'
import type { RunResource } from '@patchbay/shared/api'
import { afterAll, describe, expect, it } from 'vitest'
import { startedRun } from '../helpers/api-driver.ts'
import { eventually } from '../helpers/eventually.ts'
import { json, type Reply, startStandIn, type TakenRequest } from '../helpers/stand-in.ts'
import { startLoad } from './load.ts'
import { callingFlow, createNodes, type Node } from './nodes.ts'

/**
 * How long the frozen node is frozen at least; without it until others have finished its runs.
 * `PATCHBAY_TEST_FREEZE_SECONDS=60 npx vitest run --project postgres lost-node`
 */
const freezeMs = Number(process.env.PATCHBAY_TEST_FREEZE_SECONDS ?? 0) * 1_000
const stillClock = new URL('clock-that-stands-still.ts', import.meta.url).href
const CALL_MS = 50
const PAUSE_MS = 50
const RUNS = 20
/** What is promised for a killed node. */
const MOVES_WITHIN_MS = 30_000

const cleanUp: (() => Promise<unknown>)[] = []

afterAll(async () => {
  for (const step of cleanUp.toReversed()) await step()
})

/** Two nodes on a database of their own, and an outside service. */
async function twoNodes(envOfFirst: Readonly<Record<string, string>> = {}) {
  const service = await startStandIn(json({}))
  cleanUp.push(() => service.close())
  const nodes = await createNodes()
  cleanUp.push(() => nodes.close())
  return { service, a: await nodes.start(envOfFirst), b: await nodes.start() }
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

/** One after the other: there may be thousands. */
async function allEnded(node: Node, runIds: readonly string[]): Promise<readonly RunResource[]> {
  const runs: RunResource[] = []
  for (const id of runIds) runs.push(await node.ended(id, 40_000))
  return runs
}

/**
 * Every run of the load has ended, has called nothing twice, and everything once unless nobody knows: a call that was
 * under way when the node froze. Answers a sentence with figures.
 */
function checkLoad(runs: readonly RunResource[], calls: ReadonlyMap<string, readonly string[]>): string {
  expect(new Set(runs.map(({ id }) => id)).size).toBe(runs.length)
  const unknown = runs.filter(({ error }) => error?.code === 'OUTCOME_UNKNOWN')
  for (const run of runs) {
    const made = calls.get(run.id) ?? []
    if (unknown.includes(run)) {
      expect(['/load', '/load-next'].slice(0, made.length)).toEqual(made)
    } else {
      expect(run.status).toBe('succeeded')
      expect(made).toEqual(['/load', '/load-next'])
    }
  }
  return `${runs.length} runs accepted and ended, ${unknown.length} of them OUTCOME_UNKNOWN, no call made twice`
}

// They mostly wait for the silence of a node to be noticed, so they wait together.
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

  it.concurrent.each([
    // It sees that it was away, and leaves its runs alone.
    { how: 'frozen', env: {}, clients: 8 },
    // It does not, and tries to go on: what it writes is refused.
    { how: 'suspended with its clock', env: { NODE_OPTIONS: `--import ${stillClock}` }, clients: 2 },
  ])(
    'because it is $how writes nothing late and calls nothing twice once it thaws',
    {
      timeout: 120_000 + freezeMs,
    },
    async ({ how, env, clients }) => {
      const { service, a, b } = await twoNodes(env)
      const url = (path: string) => `${service.origin}${path}`
      const safe = await a.deploy(
        callingFlow('May be repeated', [
          { url: url('/safe'), method: 'GET' },
          { url: url('/safe-next'), method: 'POST' },
        ]),
      )
      const unsafe = await a.deploy(callingFlow('Must not be repeated', [{ url: url('/unsafe'), method: 'POST' }]))
      const loaded = await a.deploy(
        callingFlow('Load', [
          { url: url('/load'), method: 'POST' },
          { url: url('/load-next'), method: 'POST' },
        ]),
      )
      await eventually(async () => (await b.trigger(loaded)).status === 202)
      // The frozen node's own calls are answered only once others have finished its runs.
      const thawed = Promise.withResolvers<void>()
      const asked = new Set<string>()
      service.replyWith(async (response, request) => {
        const isFirst = ['/safe', '/unsafe'].includes(request.url) && !asked.has(request.url)
        asked.add(request.url)
        if (isFirst) await thawed.promise
        // So that the node freezes with calls under way.
        if (request.url.startsWith('/load')) await delay(CALL_MS)
        return json({ by: isFirst ? 'the frozen node' : 'the other node' })(response, request)
      })
      const safeRun = await startedRun(await a.trigger(safe))
      const unsafeRun = await startedRun(await a.trigger(unsafe))
      await eventually(() => asked.has('/safe') && asked.has('/unsafe'))
      const load = startLoad({ nodes: [a, b], flowId: loaded, clients, pauseMs: PAUSE_MS })
      await eventually(() => load.runIds.length >= 100)
      process.kill(a.process.pid, 'SIGSTOP')
      const frozenAt = performance.now()
      const acceptedBefore = [...load.runIds]

      const repeated = await b.ended(safeRun, 40_000)
      const unknown = await b.ended(unsafeRun, 40_000)
      expect(repeated.status).toBe('succeeded')
      expect(repeated.steps[1]?.variables).toEqual({ by: 'the other node' })
      expect(unknown).toMatchObject({ status: 'failed', error: { code: 'OUTCOME_UNKNOWN' } })

      const endedElsewhere = await allEnded(b, acceptedBefore)
      await delay(Math.max(0, frozenAt + freezeMs - performance.now()))

      process.kill(a.process.pid, 'SIGCONT')
      const frozenMs = performance.now() - frozenAt
      thawed.resolve()
      // It is well again: what it is given now, it does.
      const next = await startedRun(await a.trigger(safe))
      expect((await a.ended(next)).status).toBe('succeeded')
      const acceptedAt = load.runIds.length
      await eventually(() => load.runIds.length >= acceptedAt + 100)
      const runs = await allEnded(b, await load.end())
      expect(runs.slice(0, acceptedBefore.length)).toEqual(endedElsewhere)
      expect(await a.run(safeRun)).toEqual(repeated)
      expect(await a.run(unsafeRun)).toEqual(unknown)
      const calls = callsByRun(service.requests)
      expect(calls.get(safeRun)).toEqual(['/safe', '/safe', '/safe-next'])
      expect(calls.get(unsafeRun)).toEqual(['/unsafe'])
      const figures = checkLoad(runs, calls)
      if (freezeMs > 0) {
        process.stdout.write(`${how} for ${(frozenMs / 1000).toFixed(1)} s under load: ${figures}\n`)
      }
    },
  )
})
