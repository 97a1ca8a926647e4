import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { eventually } from '../helpers/eventually.ts'
import { json, type StandIn, startStandIn } from '../helpers/stand-in.ts'
import { startLoad } from './load.ts'
import { callingFlow, createNodes, type Nodes } from './nodes.ts'
import { type StoppablePostgres, startStoppablePostgres } from './stoppable-postgres.ts'

const CLIENTS = 8
const OUTAGE_MS = 5_000

let postgres: StoppablePostgres
let nodes: Nodes
let service: StandIn

beforeAll(async () => {
  service = await startStandIn(json({}))
  postgres = await startStoppablePostgres()
  nodes = await createNodes(postgres.url)
})

afterAll(async () => {
  await nodes.close()
  await postgres.close()
  await service.close()
})

describe('a Postgres that is stopped hard for 5 s under load', () => {
  it('loses no run and doubles no call', { timeout: 100_000 }, async () => {
    const targets = [await nodes.start(), await nodes.start()]
    const [a] = targets
    if (a === undefined) throw new Error('There are nodes.')
    const flowId = await a.deploy(
      callingFlow('Two calls', [
        { url: `${service.origin}/first`, method: 'POST' },
        { url: `${service.origin}/second`, method: 'POST' },
      ]),
    )
    await eventually(async () => (await targets[1]?.trigger(flowId))?.status === 202)
    const load = startLoad({ nodes: targets, flowId, clients: CLIENTS })
    await service.arrived(service.requests.length + 50)
    await postgres.stopHard()
    // The outage itself is what this waits for.
    await delay(OUTAGE_MS)
    await postgres.startAgain()
    await service.arrived(service.requests.length + 50)
    const runIds = await load.end()
    expect(new Set(runIds).size).toBe(runIds.length)
    const runs = await Promise.all(runIds.map((id) => a.ended(id, 40_000)))
    expect(runs.filter(({ status }) => status !== 'succeeded')).toEqual([])
    for (const path of ['/first', '/second']) {
      const callers = service.requests.filter(({ url }) => url === path).map(({ headers }) => headers['x-run'])
      expect(new Set(callers).size).toBe(callers.length)
    }
    const { items } = await a.call<{ items: unknown[] }>('GET', '/runs?status=running')
    expect(items).toEqual([])
  })
})
