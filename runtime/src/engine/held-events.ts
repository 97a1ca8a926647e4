import { setTimeout as delay } from 'node:timers/promises'
import type { OpenRun, ReleasedRuns } from '../store/runs/run-records.ts'

/** How many are claimed at once. The next batch follows when these are admitted. */
const BATCH = 200

export interface HeldEventsOptions {
  /** Whether the flow is paused or not live. */
  isPaused(flowId: string): boolean
  isStopping(): boolean
  /** Claims the oldest held events of the flow, as many as its pace allows now. */
  release(flowId: string, limit: number): Promise<ReleasedRuns>
  /** Starts a run, in the order of the calls. */
  resume(open: OpenRun): Promise<void>
  /** Resolves once the queue has room for stored runs. */
  roomForStored(): Promise<void>
  now(): Date
  onError(error: unknown): void
}

/**
 * Events of paused flows are stored, and started in the order of acceptance once the flow is resumed: as fast as the
 * process can, or at the pace that the flow sets.
 */
export interface HeldEvents {
  /** Whether an event that arrives now must be held: the flow is paused, or earlier events have not started. */
  isHolding(flowId: string): boolean
  /**
   * Stores a held event with `store`, in a way that a concurrent resume does not miss it. When the last held events
   * are being started, the event waits for them and is then started with `launch`.
   */
  hold<Value>(flowId: string, store: () => Promise<Value>, launch: () => Promise<Value>): Promise<Value>
  /** Starts the held events of the flow, unless it is paused or they are being started already. */
  drain(flowId: string): void
}

/** A flow whose held events are being started. */
interface Draining {
  /** Set for the last batch. New events wait for it instead of being held; otherwise draining might never end. */
  ending: Promise<void> | undefined
}

export function createHeldEvents(options: HeldEventsOptions): HeldEvents {
  const { isPaused, isStopping, release, resume, roomForStored, now, onError } = options
  const draining = new Map<string, Draining>()
  /** Events of a flow that are being stored as held. */
  const underWay = new Map<string, number>()

  const isHolding = (flowId: string) => isPaused(flowId) || draining.has(flowId)
  const goesOn = (flowId: string) => !isPaused(flowId) && !isStopping()

  async function startBatch(flowId: string): Promise<{ readonly count: number; readonly nextAt: Date | null }> {
    const { runs, nextAt } = await release(flowId, BATCH)
    for (const open of runs) await resume(open)
    await roomForStored()
    return { count: runs.length, nextAt }
  }

  /** Batch by batch while there are many, with pauses where the flow sets a pace. */
  async function startAll(flowId: string, state: Draining): Promise<void> {
    while (goesOn(flowId)) {
      const { count, nextAt } = await startBatch(flowId)
      if (nextAt !== null) await delay(Math.max(0, nextAt.getTime() - now().getTime()), undefined, { ref: false })
      else if (count < BATCH && (await startLast(flowId, state))) return
    }
  }

  /** For the last batch no further events are held. False when there are still some that have to wait for the pace. */
  async function startLast(flowId: string, state: Draining): Promise<boolean> {
    const { promise, resolve } = Promise.withResolvers<void>()
    state.ending = promise
    let isEnd = true
    try {
      while (goesOn(flowId)) {
        const isQuiet = (underWay.get(flowId) ?? 0) === 0
        const { count, nextAt } = await startBatch(flowId)
        isEnd = nextAt === null
        if (!isEnd || (count === 0 && isQuiet)) break
      }
      return isEnd
    } finally {
      state.ending = undefined
      if (isEnd) draining.delete(flowId)
      resolve()
    }
  }

  function drain(flowId: string): void {
    if (isHolding(flowId) || isStopping()) return
    const state: Draining = { ending: undefined }
    draining.set(flowId, state)
    startAll(flowId, state)
      .catch(onError)
      .finally(() => draining.delete(flowId))
  }

  async function hold<Value>(
    flowId: string,
    store: () => Promise<Value>,
    launch: () => Promise<Value>,
  ): Promise<Value> {
    for (let state = draining.get(flowId); state?.ending !== undefined; state = draining.get(flowId)) await state.ending
    if (!isHolding(flowId)) return launch()
    underWay.set(flowId, (underWay.get(flowId) ?? 0) + 1)
    try {
      return await store()
    } finally {
      const left = (underWay.get(flowId) ?? 1) - 1
      if (left === 0) underWay.delete(flowId)
      else underWay.set(flowId, left)
      drain(flowId)
    }
  }

  return { isHolding, hold, drain }
}
