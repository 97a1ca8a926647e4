import type { OpenRun } from '../store/runs/run-records.ts'

/** So many are taken at once; the next when these have found their places. */
const BATCH = 200

export interface HeldEventsOptions {
  /** Whether the flow starts no runs for now. */
  isPaused(flowId: string): boolean
  isStopping(): boolean
  /** Takes the oldest held events of the flow. */
  release(flowId: string, limit: number): Promise<readonly OpenRun[]>
  /** Sets a run off, in the order of the calls. */
  resume(open: OpenRun): Promise<void>
  /** Resolves once there is room for more runs. */
  lull(): Promise<void>
  onError(error: unknown): void
}

/** Events of paused flows: stored, and started in the order of acceptance once their flow is resumed. */
export interface HeldEvents {
  /** Whether an event that arrives now has to be held: the flow is paused, or events before it have not started. */
  isHolding(flowId: string): boolean
  /**
   * Stores an event that is held (`store`), and sees to it that a resume meanwhile does not forget it. When the last
   * held events are just about to start, the event waits for them and then starts by itself (`launch`).
   */
  hold<Value>(flowId: string, store: () => Promise<Value>, launch: () => Promise<Value>): Promise<Value>
  /** Starts the held events of the flow, unless it is paused or somebody is at it. */
  drain(flowId: string): void
}

/** A flow whose held events are being started. */
interface Draining {
  /** Set for the last of them: what arrives waits for this instead of being held, else there were always more. */
  ending: Promise<void> | undefined
}

export function createHeldEvents(options: HeldEventsOptions): HeldEvents {
  const { isPaused, isStopping, release, resume, lull, onError } = options
  const draining = new Map<string, Draining>()
  /** Events of a flow that are being stored as held. */
  const underWay = new Map<string, number>()

  const isHolding = (flowId: string) => isPaused(flowId) || draining.has(flowId)

  async function startBatch(flowId: string): Promise<number> {
    const found = await release(flowId, BATCH)
    for (const open of found) await resume(open)
    await lull()
    return found.length
  }

  /** Batch by batch while there are many; then nothing more is held until the rest has started. */
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
