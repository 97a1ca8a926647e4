import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startedRun } from '../helpers/api-driver.ts'
import { json, type StandIn, startStandIn } from '../helpers/stand-in.ts'
import { callingFlow, createNodes, type Nodes } from './nodes.ts'

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

describe('a node that is frozen and thaws', () => {
  it('writes nothing late and calls nothing twice', { timeout: 90_000 }, async () => {
    const [a, b] = [await nodes.start(), await nodes.start()]
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
