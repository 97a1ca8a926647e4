import { AppError } from '@patchbay/shared/errors'
import type { Flow, FlowSettings } from '@patchbay/shared/flow'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { Engine } from '../../src/engine/engine.ts'
import { createLiveFlows, type LiveFlows } from '../../src/engine/live-flows.ts'
import { createNodeRegistry } from '../../src/engine/node-registry.ts'
import { createPlans } from '../../src/engine/plans.ts'
import { beginRun } from '../../src/engine/start-run.ts'
import { actions, triggers } from '../../src/nodes/index.ts'
import { secretKeyOf } from '../../src/platform/secrets/secret-key.ts'
import { createVault } from '../../src/platform/secrets/vault.ts'
import { createScheduler, type Scheduler } from '../../src/schedules/scheduler.ts'
import type { Database } from '../../src/store/database.ts'
import { createFlowRepository, type FlowRepository } from '../../src/store/repositories/flow-repository.ts'
import { createScheduleRepository } from '../../src/store/repositories/schedule-repository.ts'
import { createSecretRepository } from '../../src/store/repositories/secret-repository.ts'
import { createRunWriter } from '../../src/store/runs/run-writer.ts'
import type { RunWriter } from '../../src/store/runs/writer-port.ts'
import { uuidv7 } from '../../src/store/uuid.ts'
import { openTestDatabase } from '../helpers/database.ts'
import { aFlow } from '../helpers/store-fixtures.ts'

let database: Database
let flows: FlowRepository
let writer: RunWriter
let clock = new Date()
const faults: unknown[] = []

beforeAll(async () => {
  database = await openTestDatabase()
  flows = createFlowRepository(database.kysely)
  writer = createRunWriter(database, { now: () => clock, processId: uuidv7() })
})

beforeEach(async () => {
  faults.length = 0
  for (const table of ['schedule', 'run', 'runStep', 'dedupeKey', 'flowVersion', 'flow'] as const) {
    await database.kysely.deleteFrom(table).execute()
  }
  at('2026-11-20T08:30:00Z')
})

afterAll(async () => {
  await writer.close()
  await database.close()
})

function at(time: string): void {
  clock = new Date(time)
}

/** What one process has of its own; `refuse` stands for its queue being full. */
function aProcess(refuse: () => boolean = () => false): { scheduler: Scheduler; liveFlows: LiveFlows } {
  const registry = createNodeRegistry([...triggers, ...actions])
  const vault = createVault({
    key: secretKeyOf('a key of at least thirty-two characters'),
    secrets: createSecretRepository(database.kysely),
    definitionOf: (node) => registry.of(node)?.definition,
    now: () => clock,
  })
  const plans = createPlans({ registry, flows, vault })
  const onError = (error: unknown) => faults.push(error)
  const liveFlows = createLiveFlows({ flows, plans, onError })
  const engine: Pick<Engine, 'startRun'> = {
    async startRun(start) {
      if (refuse()) throw new AppError('TOO_MANY_REQUESTS', 'Full.')
      const { record } = beginRun({ ...start, runId: uuidv7(clock), now: clock })
      const { runId, duplicate, conflict = false } = await writer.accept({ ...record, status: 'running' })
      return { runId, duplicate, conflict }
    },
  }
  const schedules = createScheduleRepository(database.kysely)
  return {
    scheduler: createScheduler({ schedules, liveFlows, plans, engine, now: () => clock, onFault: onError }),
    liveFlows,
  }
}

function aScheduledFlow(inputs: Record<string, unknown>, settings: Partial<FlowSettings> = {}): Flow {
  const flow = aFlow('Scheduled', 0)
  const nodes = flow.nodes.map((node) => ({ ...node, type: 'schedule', inputs }))
  return { ...flow, nodes, settings: { timeZone: 'Europe/Berlin', maxSteps: 100, ...settings } }
}

async function deploy(document: Flow): Promise<string> {
  const { id } = await flows.create({ id: uuidv7(), document, by: 'Maya', at: clock })
  await flows.deploy({ id, by: 'Maya', at: clock })
  return id
}

async function redeploy(id: string, document: Flow): Promise<void> {
  const { revision } = await flows.get(id)
  await flows.save({ id, revision, document, by: 'Maya', at: clock })
  await flows.deploy({ id, by: 'Maya', at: clock })
}

/** When each run was due, and how many were missed before it. */
async function started(): Promise<string[]> {
  const rows = await database.kysely.selectFrom('runStep').select('outputs').execute()
  return rows.map(({ outputs }) => `${String(outputs.scheduledFor).slice(5, 16)} ${outputs.missed}`).sort()
}

async function pass({ scheduler }: { scheduler: Scheduler }): Promise<void> {
  await scheduler.sync()
  await scheduler.runDue()
}

describe('a schedule', () => {
  it('starts its flow once when it is due, and not before', async () => {
    const process = aProcess()
    await deploy(aScheduledFlow({ frequency: 'daily', time: '10:00' }))
    await pass(process)
    at('2026-11-20T08:59:59Z')
    await pass(process)
    expect(await started()).toEqual([])
    at('2026-11-20T09:00:00Z')
    await pass(process)
    await pass(process)
    expect(await started()).toEqual(['11-20T10:00 0'])
    at('2026-11-21T09:00:02Z')
    await pass(process)
    expect(await started()).toEqual(['11-20T10:00 0', '11-21T10:00 0'])
    expect(faults).toEqual([])
  })

  it('starts each tick once in three processes that look at the same time', async () => {
    const processes = [aProcess(), aProcess(), aProcess()]
    for (let count = 0; count < 5; count += 1) await deploy(aScheduledFlow({ frequency: 'minutes', every: 1 }))
    await Promise.all(processes.map(({ scheduler }) => scheduler.sync()))
    for (let minute = 31; minute < 41; minute += 1) {
      at(`2026-11-20T08:${minute}:00Z`)
      await Promise.all(processes.map(({ scheduler }) => scheduler.runDue()))
    }
    const runs = await started()
    expect(runs).toHaveLength(50)
    expect(new Set(runs).size).toBe(10)
    expect(faults).toEqual([])
  })

  it('starts a tick once although the process that had claimed it came back late', async () => {
    await deploy(aScheduledFlow({ frequency: 'hourly', minute: 0 }))
    const [first, second] = [aProcess(), aProcess()]
    await first.scheduler.sync()
    at('2026-11-20T09:00:00Z')
    const schedules = createScheduleRepository(database.kysely)
    const claim = { now: clock, claimedUntil: new Date(clock.getTime() + 60_000), limit: 10 }
    expect(await schedules.claim(claim)).toHaveLength(1)
    await second.scheduler.runDue()
    expect(await started()).toEqual([])
    at('2026-11-20T09:01:00Z')
    await second.scheduler.runDue()
    // What the first process, frozen since its claim, does now.
    await database.kysely
      .updateTable('schedule')
      .set({ nextAt: new Date('2026-11-20T09:00:00Z') })
      .execute()
    await first.scheduler.runDue()
    expect(await started()).toEqual(['11-20T10:00 0'])
  })

  it('goes on at the next tick where several belong to one flow', async () => {
    const flow = aScheduledFlow({ frequency: 'daily', time: '10:00' })
    const [node] = flow.nodes
    if (node === undefined) throw new Error('The flow has a trigger.')
    const second = { ...node, id: 2, inputs: { frequency: 'daily', time: '10:30' } }
    await deploy({ ...flow, nodes: [node, second] })
    const process = aProcess()
    await pass(process)
    at('2026-11-20T09:31:00Z')
    await pass(process)
    expect(await started()).toEqual(['11-20T10:30 0'])
    at('2026-11-21T09:01:00Z')
    await pass(process)
    expect(await started()).toEqual(['11-20T10:30 0', '11-21T10:00 1'])
  })

  it('tries again when there is no room, without losing or doubling a tick', async () => {
    let isFull = true
    const process = aProcess(() => isFull)
    await deploy(aScheduledFlow({ frequency: 'minutes', every: 1 }))
    await pass(process)
    at('2026-11-20T08:32:00Z')
    await pass(process)
    expect(await started()).toEqual([])
    isFull = false
    await pass(process)
    expect(await started()).toEqual([])
    at('2026-11-20T08:32:06Z')
    await pass(process)
    expect(await started()).toEqual(['11-20T09:31 0', '11-20T09:32 0'])
  })
})

describe('a clock change', () => {
  it.each([
    ['forward', '2026-03-28T23:00:00Z', 23, ['03-29T03:30']],
    ['back', '2026-10-24T22:00:00Z', 25, ['10-25T02:30']],
  ])('%s: each tick of that day starts once', async (_direction, midnight, hours, daily) => {
    const begin = new Date(midnight).getTime()
    at(new Date(begin - 1).toISOString())
    const once = await deploy(aScheduledFlow({ frequency: 'daily', time: '02:30' }))
    const hourly = await deploy(aScheduledFlow({ frequency: 'hourly', minute: 30 }))
    const [first, second] = [aProcess(), aProcess()]
    await first.scheduler.sync()
    for (let minutes = 0; minutes < hours * 60; minutes += 15) {
      at(new Date(begin + minutes * 60_000).toISOString())
      await Promise.all([first, second].map(({ scheduler }) => scheduler.runDue()))
    }
    const runsOf = (flowId: string) => database.kysely.selectFrom('run').where('flowId', '=', flowId).select('id')
    expect(await runsOf(hourly).execute()).toHaveLength(hours)
    const steps = database.kysely.selectFrom('runStep').select('outputs').where('runId', 'in', runsOf(once))
    const due = (await steps.execute()).map(({ outputs }) => String(outputs.scheduledFor).slice(5, 16))
    expect(due).toEqual(daily)
    expect(faults).toEqual([])
  })
})

describe('a deploy', () => {
  it('that leaves a schedule as it was does not disturb it; one that changes it begins anew', async () => {
    const process = aProcess()
    const id = await deploy(aScheduledFlow({ frequency: 'daily', time: '10:00' }))
    await pass(process)
    at('2026-11-20T09:00:01Z')
    await redeploy(id, aScheduledFlow({ time: '10:00' }))
    await pass(process)
    expect(await started()).toEqual(['11-20T10:00 0'])
    await redeploy(id, aScheduledFlow({ frequency: 'daily', time: '09:45' }))
    await pass(process)
    at('2026-11-21T08:45:00Z')
    await pass(process)
    expect(await started()).toEqual(['11-20T10:00 0', '11-21T09:45 0'])
  })

  it('of an earlier version brings its schedule back', async () => {
    const process = aProcess()
    const id = await deploy(aScheduledFlow({ frequency: 'daily', time: '10:00' }))
    await redeploy(id, aFlow('Without', 0))
    await pass(process)
    at('2026-11-20T09:00:00Z')
    await pass(process)
    expect(await started()).toEqual([])
    await flows.goLive({ id, version: 1, by: 'Maya', at: clock })
    await pass(process)
    at('2026-11-21T09:00:00Z')
    await pass(process)
    expect(await started()).toEqual(['11-21T10:00 0'])
  })

  it('by another process is followed before anything starts', async () => {
    const [first, second] = [aProcess(), aProcess()]
    const id = await deploy(aScheduledFlow({ frequency: 'hourly', minute: 0 }))
    await first.scheduler.sync()
    await second.scheduler.runDue()
    await redeploy(id, aScheduledFlow({ frequency: 'hourly', minute: 15 }))
    await first.scheduler.sync()
    at('2026-11-20T09:15:00Z')
    await second.scheduler.runDue()
    expect(await started()).toEqual(['11-20T10:15 0'])
    const runs = await database.kysely.selectFrom('run').select('version').execute()
    expect(runs).toEqual([{ version: 2 }])
  })

  it('taken back ends the schedule; nothing is made up when it comes again', async () => {
    const process = aProcess()
    const id = await deploy(aScheduledFlow({ frequency: 'minutes', every: 1 }, { missedTicks: 'run-all' }))
    await pass(process)
    await flows.undeploy(id)
    await pass(process)
    at('2026-11-20T10:00:30Z')
    await pass(process)
    await flows.goLive({ id, version: 1, by: 'Maya', at: clock })
    await pass(process)
    expect(await started()).toEqual([])
    at('2026-11-20T10:01:00Z')
    await pass(process)
    expect(await started()).toEqual(['11-20T11:01 0'])
  })
})

describe('a pause', () => {
  it.each([
    ['skip', ['11-20T12:00 2']],
    ['run-once', ['11-20T11:00 1', '11-20T12:00 0']],
    ['run-all', ['11-20T10:00 0', '11-20T11:00 0', '11-20T12:00 0']],
  ] as const)('makes ticks missed, and %s decides what becomes of them', async (missedTicks, expected) => {
    const process = aProcess()
    const id = await deploy(aScheduledFlow({ frequency: 'hourly', minute: 0 }, { missedTicks }))
    await pass(process)
    await flows.setPaused(id, true)
    at('2026-11-20T11:00:10Z')
    await pass(process)
    expect(await started()).toEqual([])
    await flows.setPaused(id, false)
    await pass(process)
    expect(await started()).toEqual(expected)
    await pass(process)
    expect(await started()).toEqual(expected)
  })
})
