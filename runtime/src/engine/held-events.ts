import type { OpenRun } from '../store/runs/run-records.ts'

/** How many are claimed at once. The next batch follows when these are admitted. */
const BATCH = 200

export interface HeldEventsOptions {
  /** Whether the flow is paused or not live. */
  isPaused(flowId: string): boolean
  isStopping(): boolean
  /** Claims the oldest held events of the flow. */
  release(flowId: string, limit: number): Promise<readonly OpenRun[]>
  /** Starts a run, in the order of the calls. */
  resume(open: OpenRun): Promise<void>
  /** Resolves once the queue has room for stored runs. */
  roomForStored(): Promise<void>
  onError(error: unknown): void
}

/** Events of paused flows are stored, and started in the order of acceptance once the flow is resumed. */
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
  const { isPaused, isStopping, release, resume, roomForStored, onError } = options
  const draining = new Map<string, Draining>()
  /** Events of a flow that are being stored as held. */
  const underWay = new Map<string, number>()

  const isHolding = (flowId: string) => isPaused(flowId) || draining.has(flowId)

  async function startBatch(flowId: string): Promise<number> {
    const found = await release(flowId, BATCH)
    for (const open of found) await resume(open)
    await roomForStored()
    return found.length
  }

  /** Batch by batch while there are many. For the last batch no further events are held. */
  async function startAll(flowId: string, state: Draining): Promise<void> {
    const goesOn = () => !isPaused(flowId) && !isStopping()
    while (goesOn() && (await startBatch(flowId)) === BATCH);
    const { promise, resolve } = Promise.withResolvers<void>()
    state.ending = promise
    try {
      while (goesOn()) {
        const isQuiet = (underWay.get(flowId) ?? 0) === 0
        if ((await startBatch(flowId)) === 0 && isQuiet) return
      }
    } finally {
      draining.delete(flowId)
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
