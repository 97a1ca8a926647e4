import { type Limiter, Semaphore, StartRate } from './limiters.ts'

/** What a flow allows of its own runs in this process. */
export interface FlowLimits {
  readonly flowId: string
  /** Most runs at work at once; parked runs do not count. */
  readonly concurrency?: number | undefined
  /** Most runs that start in any 60 seconds. */
  readonly ratePerMinute?: number | undefined
}

/** The limiters of all conversations and flows, made when they are first needed. */
export interface LimiterSets<Job> {
  /** The limiters that a job passes, in order. The last one is that of the slots. */
  of(conversation: string | null, limits: FlowLimits | undefined): Limiter<Job>[]
  /** Drops the limiter of a conversation that no job is in. */
  forget(conversation: string | null): void
  /** Stops all timers. */
  close(): void
}

export interface LimiterSetsOptions<Job> {
  /** The limiter that all jobs share. */
  readonly slots: Semaphore<Job>
  /** Milliseconds on a clock that never goes back. */
  readonly clock: () => number
  /** Called when time alone has opened a limiter. */
  readonly onOpen: (limiter: Limiter<Job>) => void
}

export function createLimiterSets<Job>({ slots, clock, onOpen }: LimiterSetsOptions<Job>): LimiterSets<Job> {
  const conversations = new Map<string, Semaphore<Job>>()
  const flowCounts = new Map<string, Semaphore<Job>>()
  const flowRates = new Map<string, StartRate<Job>>()

  function countOf(flowId: string, most: number): Limiter<Job> {
    const limiter = entry(flowCounts, flowId, () => new Semaphore(1))
    limiter.capacity = most
    return limiter
  }

  function rateOf(flowId: string, perMinute: number): Limiter<Job> {
    const limiter = entry(flowRates, flowId, (): StartRate<Job> => {
      const made: StartRate<Job> = new StartRate(1, { clock, onOpen: () => onOpen(made) })
      return made
    })
    limiter.perMinute = perMinute
    return limiter
  }

  return {
    of(conversation, limits) {
      const limiters: Limiter<Job>[] = []
      if (conversation !== null) limiters.push(entry(conversations, conversation, () => new Semaphore(1)))
      if (limits?.concurrency !== undefined) limiters.push(countOf(limits.flowId, limits.concurrency))
      if (limits?.ratePerMinute !== undefined) limiters.push(rateOf(limits.flowId, limits.ratePerMinute))
      limiters.push(slots)
      return limiters
    },
    forget(conversation) {
      if (conversation !== null && conversations.get(conversation)?.isEmpty === true) conversations.delete(conversation)
    },
    close() {
      for (const limiter of flowRates.values()) limiter.close()
    },
  }
}

function entry<Value>(map: Map<string, Value>, key: string, make: () => Value): Value {
  const known = map.get(key)
  if (known !== undefined) return known
  const made = make()
  map.set(key, made)
  return made
}
