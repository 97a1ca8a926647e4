import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { callingFlow } from '../cluster/nodes.ts'
import { type ApiDriver, createApiDriver, startedRun } from '../helpers/api-driver.ts'
import { createDataDir } from '../helpers/data-dir.ts'
import { eventually } from '../helpers/eventually.ts'
import { apiToken, type RuntimeProcess, startRuntime } from '../helpers/runtime-process.ts'
import { hang, json, type StandIn, startStandIn } from '../helpers/stand-in.ts'

const AT_ONCE = 4
const QUEUE_LIMIT = 10
const EVENTS = 40
const limits = { PATCHBAY_MAX_CONCURRENT_RUNS: String(AT_ONCE), PATCHBAY_QUEUE_LIMIT: String(QUEUE_LIMIT) }
const keys = Array.from({ length: EVENTS }, (_, index) => `event-${index}`)

let service: StandIn
const cleanUp: (() => Promise<unknown>)[] = []

beforeAll(async () => {
  service = await startStandIn(hang)
  cleanUp.push(() => service.close())
})

beforeEach(() => service.replyWith(hang))

afterAll(async () => {
  for (const step of cleanUp.toReversed()) await step()
})

interface Place {
  readonly driver: ApiDriver
  readonly process: RuntimeProcess
  readonly flowId: string
  readonly dataDir: string
}

async function start(dataDir: string): Promise<RuntimeProcess> {
  const process = await startRuntime({ dataDir, env: limits })
  cleanUp.push(() => process.stop('SIGKILL'))
  return process
}

/** Patchbay with a flow that makes one call which must not be repeated. */
async function openPlace(): Promise<Place> {
  const { path: dataDir, remove } = await createDataDir()
  cleanUp.push(remove)
  const process = await start(dataDir)
  const driver = createApiDriver(process.api)
  const flowId = await driver.deploy(callingFlow('One call', [{ url: `${service.origin}/call`, method: 'POST' }]))
  return { driver, process, flowId, dataDir }
}

function send({ process, flowId }: Place, key: string): Promise<Response> {
  return fetch(`${process.url}/triggers/${flowId}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${apiToken}`, 'content-type': 'application/json', 'idempotency-key': key },
    body: '{}',
  })
}

/** Sends all events at once, of which only some fit, and answers the runs of those that were taken. */
async function fill(place: Place): Promise<ReadonlyMap<string, string>> {
  const answers = await Promise.all(keys.map(async (key) => ({ key, response: await send(place, key) })))
  const taken = answers.filter(({ response }) => response.status === 202)
  const refused = answers.filter(({ response }) => response.status === 429)
  expect([taken.length, refused.length]).toEqual([AT_ONCE + QUEUE_LIMIT, EVENTS - AT_ONCE - QUEUE_LIMIT])
  for (const { response } of refused) expect(Number(response.headers.get('retry-after'))).toBeGreaterThan(0)
  return new Map(await Promise.all(taken.map(async ({ key, response }) => [key, await startedRun(response)] as const)))
}

/** How many calls each of these runs has made. */
function callsOf(runIds: Iterable<string>): readonly number[] {
  return [...runIds].map((id) => service.requests.filter(({ headers }) => headers['x-run'] === id).length)
}

describe('a full queue', () => {
  it('loses nothing and doubles nothing: what was taken runs once, the rest may be sent again', async () => {
    const place = await openPlace()
    const before = service.requests.length
    const release = Promise.withResolvers<void>()
    service.replyWith(async (response, request) => {
      await release.promise
      await json({})(response, request)
    })
    const taken = await fill(place)
    expect((await place.driver.runs('?limit=100')).map(({ id }) => id).sort()).toEqual([...taken.values()].sort())
    release.resolve()
    for (const id of taken.values()) expect((await place.driver.ended(id)).status).toBe('succeeded')
    expect(service.requests.length - before).toBe(taken.size)

    const runIds = await Promise.all(
      keys.map((key) =>
        eventually(async () => {
          const response = await send(place, key)
          return response.status === 202 ? startedRun(response) : undefined
        }),
      ),
    )
    for (const [key, id] of taken) expect(runIds[keys.indexOf(key)]).toBe(id)
    expect(new Set(runIds).size).toBe(EVENTS)
    for (const id of runIds) expect((await place.driver.ended(id)).status).toBe('succeeded')
    expect(callsOf(runIds)).toEqual(keys.map(() => 1))
    expect(service.requests.length - before).toBe(EVENTS)
  })

  it('outlives kill -9: what was queued runs once, what was under way is not called again', async () => {
    const place = await openPlace()
    const before = service.requests.length
    const taken = [...(await fill(place)).values()]
    await service.arrived(before + AT_ONCE)
    await place.process.stop('SIGKILL')
    service.replyWith(json({}))
    const driver = createApiDriver((await start(place.dataDir)).api)
    const runs = await Promise.all(taken.map((id) => driver.ended(id)))
    const unknown = runs.filter(({ error }) => error?.code === 'OUTCOME_UNKNOWN')
    expect(unknown).toHaveLength(AT_ONCE)
    expect(runs.filter(({ status }) => status === 'succeeded')).toHaveLength(QUEUE_LIMIT)
    expect(callsOf(taken)).toEqual(taken.map(() => 1))
    expect(service.requests.length - before).toBe(taken.length)
  })
})
