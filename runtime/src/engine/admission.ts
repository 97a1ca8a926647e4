import type { OwnRun } from '../store/runs/run-records.ts'
import { CHECK_EVERY_MS, createConcurrencyLimit } from './concurrency-limit.ts'
import { createLimiterSets, type FlowLimits } from './limiter-sets.ts'
import { type Limiter, Line, Semaphore } from './limiters.ts'

/**
 * Share of the queue limit that counts while the process is saturated. Refusing events takes time too; with a shorter
 * queue, accepted runs still start as soon as the limit promises.
 */
const SHARE_WHEN_SATURATED = 0.6

/** A job in the admission queue. */
interface Job {
  readonly conversation: string | null
  readonly limiters: readonly Limiter<Job>[]
  /** Index of the limiter at which it is queued. */
  place: number
  readonly run: () => Promise<void>
  /** Set for a job that another process could do as well. */
  readonly movable: Movable | undefined
  isWithdrawn: boolean
  isStarted: boolean
}

interface Movable {
  readonly run: OwnRun
  readonly since: number
}

export interface AdmissionOptions {
  /** Most jobs under way at once. */
  readonly concurrency: number
  /** Most jobs that may wait; `hasRoom` is false from there on, and earlier while the process is saturated. */
  readonly queueLimit: number
  /** Called when a job rejects; jobs are expected to handle their own errors. */
  readonly onError: (error: unknown) => void
  /** Milliseconds on a clock that never goes back. */
  readonly clock?: () => number
  /** Share of the time since the last call in which the process was busy, 0 to 1. Default: never busy. */
  readonly busyShare?: () => number
}

export interface Admission {
  /** False past the queue limit: the caller refuses the event. */
  hasRoom(): boolean
  /**
   * Runs the job now and returns true, or later when its flow, its conversation and a slot are free. Only a job
   * with a `movable` run can be withdrawn.
   */
  submit(conversation: string | null, run: () => Promise<void>, limits?: FlowLimits, movable?: OwnRun): boolean
  /** Removes movable jobs that have waited for a slot for at least `waitedMs`, oldest first, and returns their runs. */
  withdraw(waitedMs: number, most: number): readonly OwnRun[]
  /** Resolves once at most `concurrency` jobs wait, so that stored ones can be brought in. */
  roomForStored(): Promise<void>
  /** Resolves when no job is at work. Jobs that still wait are dropped: they are stored and resume later. */
  drain(): Promise<void>
  readonly active: number
  readonly waiting: number
}

/**
 * Decides when an accepted run may work. At most `concurrency` runs work at once, fewer while the process is saturated
 * (`concurrency-limit.ts`), each flow within its own limits, and the runs of one conversation one after another.
 * The order is always that of acceptance.
 */
export function createAdmission(options: AdmissionOptions): Admission {
  const { concurrency, queueLimit, onError, clock = () => performance.now(), busyShare = () => 0 } = options
  const limit = createConcurrencyLimit({ most: concurrency, clock, busyShare })
  const saturatedLimit = Math.ceil(queueLimit * SHARE_WHEN_SATURATED)
  const slots = new Semaphore<Job>(concurrency)
  const limiterSets = createLimiterSets<Job>({ slots, clock, onOpen: open })
  let active = 0
  let waiting = 0
  let isDraining = false
  let onIdle: (() => void) | undefined
  let nextCheck: NodeJS.Timeout | undefined
  let roomWaiters: (() => void)[] = []
  /** Movable jobs that wait for a slot, in order of arrival. Jobs that have started are removed from the front. */
  const movable = new Line<Job>()

  /** Moves the job through its limiters as far as they allow. True when it has started. */
  function advance(job: Job): boolean {
    for (let limiter = job.limiters[job.place]; limiter !== undefined; limiter = job.limiters[job.place]) {
      if (!limiter.enter(job)) {
        if (limiter === slots && job.movable !== undefined) movable.push(job)
        return false
      }
      job.place++
    }
    start(job)
    return true
  }

  /** Moves on every job that this limiter lets pass. */
  function open(limiter: Limiter<Job>): void {
    if (isDraining) return
    for (let job = limiter.take(); job !== undefined; job = limiter.take()) {
      if (job.isWithdrawn) {
        limiter.left()
        continue
      }
      job.place++
      advance(job)
    }
  }

  function withdraw(waitedMs: number, most: number): OwnRun[] {
    const runs: OwnRun[] = []
    if (isDraining) return runs
    const before = clock() - waitedMs
    for (let job = movable.first; job?.movable !== undefined; job = movable.first) {
      if (runs.length === most || job.movable.since > before) break
      movable.shift()
      runs.push(job.movable.run)
      leave(job)
    }
    if (waiting <= concurrency) announceRoom()
    return runs
  }

  /** Takes a job that waits out of its place, and lets those behind it pass. */
  function leave(job: Job): void {
    job.isWithdrawn = true
    waiting--
    const passed = job.limiters.slice(0, job.place)
    for (const limiter of passed) {
      limiter.started()
      limiter.left()
    }
    for (const limiter of passed) open(limiter)
  }

  function start(job: Job): void {
    active++
    waiting--
    job.isStarted = true
    while (movable.first?.isStarted === true) movable.shift()
    for (const limiter of job.limiters) limiter.started()
    if (waiting <= concurrency) announceRoom()
    void work(job)
  }

  async function work(job: Job): Promise<void> {
    try {
      await job.run()
    } catch (error) {
      onError(error)
    } finally {
      finish(job)
    }
  }

  function finish(job: Job): void {
    active--
    adjustLimit()
    for (const limiter of job.limiters) limiter.left()
    for (let at = job.limiters.length - 1; at >= 0; at -= 1) {
      const limiter = job.limiters[at]
      if (limiter !== undefined) open(limiter)
    }
    limiterSets.forget(job.conversation)
    if (active === 0) onIdle?.()
  }

  /** While the limit is lowered no job may finish for long, so it is checked by a timer, too. */
  function adjustLimit(): void {
    slots.capacity = limit.slots(waiting)
    if (!limit.isSaturated || isDraining || nextCheck !== undefined) return
    nextCheck = setTimeout(() => {
      nextCheck = undefined
      adjustLimit()
      open(slots)
    }, CHECK_EVERY_MS).unref()
  }

  function announceRoom(): void {
    const waiters = roomWaiters
    roomWaiters = []
    for (const resolve of waiters) resolve()
  }

  return {
    hasRoom: () => !isDraining && waiting < (limit.isSaturated ? saturatedLimit : queueLimit),
    submit(conversation, run, limits, movableRun) {
      if (isDraining) return false
      waiting++
      const movable = movableRun === undefined ? undefined : { run: movableRun, since: clock() }
      const limiters = limiterSets.of(conversation, limits)
      return advance({ conversation, limiters, place: 0, run, movable, isWithdrawn: false, isStarted: false })
    },
    withdraw,
    roomForStored() {
      if (isDraining || waiting <= concurrency) return Promise.resolve()
      return new Promise((resolve) => roomWaiters.push(resolve))
    },
    drain() {
      isDraining = true
      waiting = 0
      limiterSets.close()
      announceRoom()
      if (active === 0) return Promise.resolve()
      return new Promise((resolve) => {
        onIdle = resolve
      })
    },
    get active() {
      return active
    },
    get waiting() {
      return waiting
    },
  }
}
