import { isFinal } from '@patchbay/shared/api'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import type { LiveFlow } from '../../src/engine/live-flows.ts'
import { timingsWith } from '../../src/platform/timings.ts'
import type { Database } from '../../src/store/database.ts'
import { countHeld, releaseHeldRuns } from '../../src/store/runs/held-runs.ts'
import { uuidv7 } from '../../src/store/uuid.ts'
import { openTestDatabase } from '../helpers/database.ts'
import {
  createEngineRig,
  type EngineNode,
  type EngineRig,
  nodeOf,
  startRun,
  testAction,
} from '../helpers/engine-rig.ts'
import { eventually } from '../helpers/eventually.ts'

let database: Database
let rig: EngineRig
let started: string[]

const note = testAction('test-note', async (_context, text) => {
  started.push(text)
  return { exit: 'success' }
})

beforeAll(async () => {
  database = await openTestDatabase()
})

beforeEach(async () => {
  started = []
  rig = await createEngineRig(database, [note])
})

afterEach(() => rig.close())

afterAll(() => database.close())

const noting = () => nodeOf(2, 'test-note', { text: '$item.externalChatData.n' })

function resume({ events }: EngineNode, { flowId }: LiveFlow): void {
  rig.paused.delete(flowId)
  events.publish({ type: 'flow', flowId, revision: 1, at: new Date().toISOString() })
}

async function sendAll(node: EngineNode, live: LiveFlow, from: number, count: number): Promise<string[]> {
  const runIds: string[] = []
  for (let n = from; n < from + count; n += 1) runIds.push(await startRun(node, live, { n }))
  return runIds
}

async function heldOf({ flowId }: LiveFlow): Promise<number> {
  return (await countHeld(database.kysely, [flowId])).get(flowId)?.count ?? 0
}

const numbers = (count: number) => Array.from({ length: count }, (_, n) => String(n))

describe('events of a paused flow', () => {
  it('are stored without starting, and can be counted', async () => {
    const node = await rig.start()
    const live = rig.deploy([noting()])
    rig.paused.add(live.flowId)
    const [runId = ''] = await sendAll(node, live, 0, 38)
    expect(await rig.runs.get(runId)).toMatchObject({ status: 'waiting', waitingFor: 'resume', steps: [{}] })
    expect(await heldOf(live)).toBe(38)
    expect(node.engine.load()).toEqual({ active: 0, waiting: 0 })
    expect(started).toEqual([])
  })

  it('start in the order of acceptance, and what arrives meanwhile queues behind', async () => {
    const node = await rig.start({ maxConcurrentRuns: 1 })
    const live = rig.deploy([noting()])
    rig.paused.add(live.flowId)
    await sendAll(node, live, 0, 450)
    resume(node, live)
    await sendAll(node, live, 450, 100)
    await eventually(() => started.length === 550)
    expect(started).toEqual(numbers(550))
    expect(await heldOf(live)).toBe(0)
    await sendAll(node, live, 550, 1)
    await eventually(() => started.length === 551)
  })

  it('stay held across a restart, and start when the flow is resumed', async () => {
    const node = await rig.start()
    const live = rig.deploy([noting()])
    rig.paused.add(live.flowId)
    await sendAll(node, live, 0, 10)
    await node.engine.stop(0)
    const next = await rig.start({ maxConcurrentRuns: 1 })
    expect(await heldOf(live)).toBe(10)
    resume(next, live)
    await eventually(() => started.length === 10)
    expect(started).toEqual(numbers(10))
  })

  it('start after a restart that missed the resume', async () => {
    const node = await rig.start()
    const live = rig.deploy([noting()])
    rig.paused.add(live.flowId)
    await sendAll(node, live, 0, 3)
    await node.engine.stop(0)
    rig.paused.delete(live.flowId)
    await rig.start()
    await eventually(() => started.length === 3)
  })

  it('stop starting when the flow is paused again', async () => {
    const node = await rig.start({ maxConcurrentRuns: 1 })
    const live = rig.deploy([noting()])
    rig.paused.add(live.flowId)
    await sendAll(node, live, 0, 600)
    resume(node, live)
    await eventually(() => started.length > 0)
    rig.paused.add(live.flowId)
    await eventually(() => node.engine.load().active === 0)
    const left = await heldOf(live)
    expect(left).toBeGreaterThan(0)
    expect(started).toEqual(numbers(600 - left))
  })

  it('may be cancelled one by one', async () => {
    const node = await rig.start()
    const live = rig.deploy([noting()])
    rig.paused.add(live.flowId)
    const [first = '', second = ''] = await sendAll(node, live, 0, 2)
    expect(await node.engine.cancel(first)).toBe('cancelled')
    resume(node, live)
    await eventually(async () => isFinal((await rig.runs.get(second)).status))
    expect(started).toEqual(['1'])
    expect((await rig.runs.get(first)).status).toBe('cancelled')
  })
})

describe('events of a paused flow that sets a pace', () => {
  /** Ten a second. */
  const PER_MINUTE = 600
  let times: number[]
  const timed = testAction('test-timed', async (_context, text) => {
    started.push(text)
    times.push(performance.now())
    return { exit: 'success' }
  })
  const paced = (heldPerMinute: number) =>
    rig.deployGraph(
      [
        nodeOf(1, 'webhook', { path: 'paced', heldPerMinute }),
        nodeOf(2, 'test-timed', { text: '$item.externalChatData.n' }),
      ],
      ['1 next 2'],
    )
  const quick = timingsWith({ heartbeatMs: 200, patienceMs: 1_500, sweepMs: 200 })

  beforeEach(async () => {
    times = []
    await rig.close()
    rig = await createEngineRig(database, [timed])
  })

  /** Milliseconds from here to the start at a place: on a slow machine more than the pace asks for, never fewer. */
  function stopwatch(): (place: number) => number {
    const from = performance.now()
    return (place) => (times.at(place) ?? Number.NaN) - from
  }

  it('start in their order, no faster than that, and what arrives meanwhile stays behind them', async () => {
    const node = await rig.start({ maxConcurrentRuns: 1 })
    const live = paced(PER_MINUTE)
    rig.paused.add(live.flowId)
    await sendAll(node, live, 0, 25)
    const msUntil = stopwatch()
    resume(node, live)
    await eventually(() => started.length > 0)
    await sendAll(node, live, 25, 2)
    await eventually(() => started.length === 27)
    expect(started).toEqual(numbers(27))
    expect(msUntil(10)).toBeGreaterThan(980)
    expect(msUntil(20)).toBeGreaterThan(1_980)
    await eventually(async () => {
      const [next = ''] = await sendAll(node, live, 27, 1)
      return (await rig.runs.get(next)).waitingFor === null
    })
  })

  it('keep the pace over all processes together, also when one of them is killed', async () => {
    const one = await rig.start({ timings: quick })
    const other = await rig.start({ timings: quick })
    const live = paced(PER_MINUTE)
    rig.paused.add(live.flowId)
    await sendAll(one, live, 0, 40)
    const msUntil = stopwatch()
    resume(one, live)
    resume(other, live)
    await eventually(() => started.length >= 10)
    await one.lose()
    await eventually(() => new Set(started).size === 40)
    expect(msUntil(-1)).toBeGreaterThan(2_980)
    expect(await heldOf(live)).toBe(0)
  })

  it('have a pace that is stored, so that any process goes on with it', async () => {
    const live = paced(60)
    rig.paused.add(live.flowId)
    await sendAll(await rig.start(), live, 0, 2)
    const { flowId } = live
    const start = Date.now()
    const releasedAt = async (ms: number) => {
      const claim = { processId: uuidv7(), now: new Date(start + ms), flowId, limit: 200, perMinute: 60 }
      const { runs, nextAt } = await releaseHeldRuns(database, claim)
      return [runs.length, nextAt === null ? null : nextAt.getTime() - start]
    }
    expect(await releasedAt(0)).toEqual([1, 1_000])
    expect(await releasedAt(999)).toEqual([0, 1_000])
    expect(await releasedAt(1_500)).toEqual([1, 2_500])
    expect(await releasedAt(1_501)).toEqual([0, null])
  })
})

describe('a text to a paused flow', () => {
  it('ends unanswered, with the reason, when it was held too long; other events stay', async () => {
    const node = await rig.start({ holdTextsMs: 0 })
    const live = rig.deploy([noting()], {})
    rig.paused.add(live.flowId)
    const texts = rig.deploy([noting()], {}, 'inbound-sms')
    rig.paused.add(texts.flowId)
    const [event = ''] = await sendAll(node, live, 0, 1)
    const text = await startRun(node, texts, { ANI: '+15550001111', DNIS: '+15550002222' })
    await node.engine.stop(0)
    const next = await rig.start()
    const run = await eventually(async () => {
      const found = await rig.runs.get(text)
      return isFinal(found.status) ? found : undefined
    })
    expect(run).toMatchObject({ status: 'cancelled', waitingFor: null, error: { code: 'HELD_TOO_LONG' } })
    resume(next, texts)
    resume(next, live)
    await eventually(async () => isFinal((await rig.runs.get(event)).status))
    expect(started).toEqual(['0'])
  })
})

describe('a flow with limits of its own', () => {
  it('has no more runs at work than it allows, and others are not held up', async () => {
    const doors: (() => void)[] = []
    const slow = testAction('test-slow', async () => {
      await new Promise<void>((resolve) => doors.push(resolve))
      return { exit: 'success' }
    })
    await rig.close()
    rig = await createEngineRig(database, [note, slow])
    const node = await rig.start()
    const limited = rig.deploy([nodeOf(2, 'test-slow')], { concurrency: 2 })
    const free = rig.deploy([noting()])
    await sendAll(node, limited, 0, 5)
    await sendAll(node, free, 0, 3)
    await eventually(() => started.length === 3)
    await eventually(() => doors.length === 2)
    await eventually(() => node.engine.load().active === 2)
    expect(node.engine.load().waiting).toBe(3)
    for (let done = 0; done < 5; done += 1) {
      await eventually(() => doors.length > done)
      doors[done]?.()
    }
    await eventually(() => node.engine.load().active === 0)
    expect(doors).toHaveLength(5)
  })

  it('starts no more runs in a minute than it allows; the rest wait, stored', async () => {
    const node = await rig.start()
    const live = rig.deploy([noting()], { ratePerMinute: 4 })
    const runIds = await sendAll(node, live, 0, 10)
    await eventually(() => started.length === 4)
    await eventually(() => node.engine.load().active === 0)
    expect(node.engine.load().waiting).toBe(6)
    const statuses = await Promise.all(runIds.map(async (runId) => (await rig.runs.get(runId)).status))
    expect(statuses.slice(4)).toEqual(Array.from({ length: 6 }, () => 'queued'))
    for (const runId of runIds.slice(4)) expect(await node.engine.cancel(runId)).toBe('cancelled')
  })
})
