import type { OpenRun } from '../store/run-records.ts'

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
  /** Stores an event that is held, and sees to it that a resume meanwhile does not forget it. */
  hold<Value>(flowId: string, store: () => Promise<Value>): Promise<Value>
  /** Starts the held events of the flow, unless it is paused or somebody is at it. */
  drain(flowId: string): void
}

interface Arrivals {
  underWay: number
  total: number
}

export function createHeldEvents(options: HeldEventsOptions): HeldEvents {
  const { isPaused, isStopping, release, resume, lull, onError } = options
  const draining = new Set<string>()
  const arrivals = new Map<string, Arrivals>()

  function arrivalsOf(flowId: string): Arrivals {
    const known = arrivals.get(flowId)
    if (known !== undefined) return known
    const made = { underWay: 0, total: 0 }
    arrivals.set(flowId, made)
    return made
  }

  /** Until nothing is held and nothing that has to be held is on its way: only then may events start directly. */
  async function startAll(flowId: string): Promise<void> {
    const arriving = arrivalsOf(flowId)
    while (!isPaused(flowId) && !isStopping()) {
      const { total } = arriving
      const found = await release(flowId, BATCH)
      for (const open of found) await resume(open)
      await lull()
      if (found.length === 0 && arriving.underWay === 0 && arriving.total === total) return
    }
  }

  function drain(flowId: string): void {
    if (isPaused(flowId) || isStopping() || draining.has(flowId)) return
    draining.add(flowId)
    startAll(flowId)
      .catch(onError)
      .finally(() => draining.delete(flowId))
  }

  return {
    isHolding: (flowId) => isPaused(flowId) || draining.has(flowId),
    async hold(flowId, store) {
      const arriving = arrivalsOf(flowId)
      arriving.underWay++
      try {
        return await store()
      } finally {
        arriving.underWay--
        arriving.total++
        drain(flowId)
      }
    },
    drain,
  }
}
