import { isFinal } from '@patchbay/shared/api'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createLease, endlessLease } from '../../src/cluster/lease.ts'
import { timingsWith } from '../../src/platform/timings.ts'
import type { Database } from '../../src/store/database.ts'
import { openTestDatabase } from '../helpers/database.ts'
import { createEngineRig, type EngineRig, nodeOf, startRun, testAction } from '../helpers/engine-rig.ts'
import { eventually } from '../helpers/eventually.ts'

let database: Database
let rig: EngineRig
let calls: string[]
let gate: PromiseWithResolvers<void>

/** Ends at once, or for `hold` when the gate opens or its process stops it. */
const work = testAction('test-work', async ({ signal }, text) => {
  calls.push(text)
  if (text !== 'hold') return { exit: 'success' }
  const stopped = Promise.withResolvers<void>()
  signal.addEventListener('abort', () => stopped.reject(new Error('stopped')))
  await Promise.race([gate.promise, stopped.promise])
  return { exit: 'success' }
})

beforeAll(async () => {
  database = await openTestDatabase()
})

beforeEach(async () => {
  calls = []
  gate = Promise.withResolvers()
  rig = await createEngineRig(database, [work])
})

afterEach(async () => {
  gate.resolve()
  await rig.close()
})

afterAll(() => database.close())

/** The order of things is what counts here, not how long each takes. */
const quick = timingsWith({
  heartbeatMs: 200,
  patienceMs: 1_500,
  sweepMs: 200,
  overflowMs: 50,
  releasedAfterMs: 200,
  countMs: 50,
})

const working = () => nodeOf(2, 'test-work', { text: '$item.externalChatData.text' })
const among = { isWorker: true, lease: endlessLease, hasOtherWorkers: () => true, onUnowned: () => undefined }

async function ended(runId: string, timeoutMs?: number) {
  return eventually(async () => {
    const run = await rig.runs.get(runId)
    return isFinal(run.status) && run
  }, timeoutMs)
}

describe('a process with too much to do', () => {
  it('gives runs that were queued for too long to others, and keeps the texts of a conversation', async () => {
    const idle = await rig.start()
    const onUnowned = () => idle.engine.lookForWork()
    const busy = await rig.start({ maxConcurrentRuns: 1, node: { ...among, onUnowned }, timings: quick })
    const live = rig.deploy([working()])
    const held = await startRun(busy, live, { text: 'hold' })
    const texted = await startRun(busy, live, { text: 'text', ANI: '+13055550101', DNIS: '+13055550142' })
    const moved: string[] = []
    for (let count = 0; count < 5; count += 1) moved.push(await startRun(busy, live, { text: `moved ${count}` }))
    for (const runId of moved) expect((await ended(runId)).status).toBe('succeeded')
    expect((await rig.runs.get(held)).status).toBe('running')
    expect((await rig.runs.get(texted)).status).toBe('queued')
    expect(busy.engine.load()).toEqual({ active: 1, waiting: 1 })
    gate.resolve()
    await ended(texted)
    expect(calls.toSorted()).toEqual(['hold', ...moved.map((_, count) => `moved ${count}`), 'text'])
  })
})

it('a run that its process has taken back is given to others again', async () => {
  const busy = await rig.start({ maxConcurrentRuns: 1, node: among, timings: quick })
  const live = rig.deploy([working()])
  await startRun(busy, live, { text: 'hold' })
  const runId = await startRun(busy, live, { text: 'moved' })
  // Nobody else is there, so it finds the run that it has released, and queues it again.
  await eventually(async () => {
    const row = await database.kysely.selectFrom('run').select(['epoch', 'ownerId']).where('id', '=', runId).execute()
    return row[0]?.epoch === 2 && row[0].ownerId === busy.processId
  })
  await rig.start({ timings: quick })
  expect((await ended(runId)).status).toBe('succeeded')
})

describe('a process that only takes events', () => {
  it('stores them for others, and refuses them once too many wait', async () => {
    const intake = await rig.start({ queueLimit: 3, node: { ...among, isWorker: false }, timings: quick })
    const live = rig.deploy([working()])
    const runIds: string[] = []
    for (let count = 0; count < 3; count += 1) runIds.push(await startRun(intake, live, { text: `taken ${count}` }))
    await expect(startRun(intake, live, { text: 'too many' })).rejects.toMatchObject({ code: 'TOO_MANY_REQUESTS' })
    expect(calls).toEqual([])
    await rig.start()
    for (const runId of runIds) await ended(runId)
    expect(calls).toEqual(['taken 0', 'taken 1', 'taken 2'])
    await eventually(() => startRun(intake, live, { text: 'again' }).catch(() => undefined))
  })

  it('tells who waits for a run how it ended elsewhere', async () => {
    const intake = await rig.start({ node: { ...among, isWorker: false } })
    const live = rig.deploy([working()])
    const runId = await startRun(intake, live, { text: 'asked' })
    const outcome = intake.engine.result(runId, 20_000)
    await rig.start()
    await ended(runId)
    await intake.engine.settledElsewhere([runId])
    expect(await outcome).toMatchObject({ runId, status: 'succeeded' })
  })
})

describe('the answer of a run that another process executes', () => {
  const respond = nodeOf(2, 'respond', { status: 200, contentType: 'text/plain', body: 'Hello' })
  const after = nodeOf(3, 'test-work', { text: '$item.externalChatData.text' })

  it('reaches the process that holds the request, while the run goes on', async () => {
    const intake = await rig.start({ node: { ...among, isWorker: false } })
    const live = rig.deploy([respond, after])
    const runId = await startRun(intake, live, { text: 'hold' })
    const answered = intake.engine.result(runId, 20_000, { for: 'answer' })
    const worker = await rig.start()
    const told = new Promise((resolve) => {
      worker.events.subscribe((event) => event.type === 'step' && event.answered && resolve(event))
    })
    await told
    await intake.engine.settledElsewhere([runId])
    expect(await answered).toMatchObject({ runId, answer: { status: 200, body: 'Hello' } })
    gate.resolve()
    expect((await ended(runId)).status).toBe('succeeded')
  })
})

describe('a process that could not say that it lives', () => {
  it('stops its runs, and takes them again when it can', async () => {
    let offset = 0
    const lease = createLease(quick, () => performance.now() + offset)
    const node = await rig.start({ node: { ...among, lease }, timings: quick })
    const live = rig.deploy([working()])
    const runId = await startRun(node, live, { text: 'hold' })
    await eventually(() => calls.length === 1)
    offset = 20_000
    expect(lease.isHeld()).toBe(false)
    await eventually(() => node.engine.load().active === 0)
    expect((await rig.runs.get(runId)).status).toBe('running')
    offset = 0
    gate.resolve()
    expect((await ended(runId, 30_000)).status).toBe('succeeded')
    expect(calls).toEqual(['hold', 'hold'])
  })
})
