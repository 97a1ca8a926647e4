import { CountingDoor, type Door, Line, RateDoor } from './door.ts'
import { createPace, LOOK_EVERY_MS } from './pace.ts'

/**
 * Of the queue limit, where a process is short of time: refusing takes time as well, and who was accepted is to start
 * as soon as with nobody refused.
 */
const SHARE_WHEN_BUSY = 0.6

/** What a flow allows of its own runs in this process. */
export interface FlowLimits {
  readonly flowId: string
  /** Most runs that work at once; runs that wait do not count. */
  readonly concurrency?: number | undefined
  /** Most runs that start in any 60 seconds. */
  readonly ratePerMinute?: number | undefined
}

/** One piece of work for the admission queue. */
interface Job {
  readonly conversation: string | null
  readonly doors: readonly Door<Job>[]
  /** The door it stands at. */
  place: number
  readonly run: () => Promise<void>
  /** Set for work that another process may do as well. */
  readonly movable: Movable | undefined
  isWithdrawn: boolean
  isStarted: boolean
}

interface Movable {
  readonly id: string
  readonly since: number
}

export interface AdmissionOptions {
  /** Most jobs under way at once. */
  readonly concurrency: number
  /** Most jobs that may wait; `hasRoom` is false from there on, and somewhat earlier while there is no time for more. */
  readonly queueLimit: number
  /** Told of a job that rejects; jobs are expected to handle their own errors. */
  readonly onError: (error: unknown) => void
  /** Milliseconds on a clock that never goes back. */
  readonly clock?: () => number
  /** Share of the time since the last question in which the process was busy; without it there is always time. */
  readonly busyShare?: () => number
}

export interface Admission {
  /** False past the queue limit: the caller refuses the event. */
  hasRoom(): boolean
  /**
   * Runs the job now (answers true) or when its flow, its conversation and a slot are free. Only a job with a
   * `movableId` can be withdrawn.
   */
  submit(conversation: string | null, run: () => Promise<void>, limits?: FlowLimits, movableId?: string): boolean
  /** Takes movable jobs out that have waited so long for nothing but a slot, oldest first; answers their ids. */
  withdraw(waitedMs: number, most: number): readonly string[]
  /** Resolves once no more than `concurrency` jobs wait: time to bring in stored ones. */
  lull(): Promise<void>
  /** Resolves when nothing is under way. Jobs that still wait are dropped: they are stored and resume later. */
  drain(): Promise<void>
  readonly active: number
  readonly waiting: number
}

/**
 * Decides when an accepted run may work: at most `concurrency` at once, fewer while there is no time for more
 * (`pace.ts`), within the limits of its flow, and the runs of one conversation (contact and address) one after
 * another, always in the order of acceptance.
 */
export function createAdmission(options: AdmissionOptions): Admission {
  const { concurrency, queueLimit, onError, clock = () => performance.now(), busyShare = () => 0 } = options
  const pace = createPace({ most: concurrency, clock, busyShare })
  const busyLimit = Math.ceil(queueLimit * SHARE_WHEN_BUSY)
  const slots = new CountingDoor<Job>(concurrency)
  const conversations = new Map<string, CountingDoor<Job>>()
  const flowCounts = new Map<string, CountingDoor<Job>>()
  const flowRates = new Map<string, RateDoor<Job>>()
  let active = 0
  let waiting = 0
  let isDraining = false
  let onIdle: (() => void) | undefined
  let nextLook: NodeJS.Timeout | undefined
  let lulls: (() => void)[] = []
  /** Movable jobs that wait for a slot, in the order in which they came there; those in front still wait. */
  const movable = new Line<Job>()

  /** Through as many doors as are open; true when the job has started. */
  function advance(job: Job): boolean {
    for (let door = job.doors[job.place]; door !== undefined; door = job.doors[job.place]) {
      if (!door.enter(job)) {
        if (door === slots && job.movable !== undefined) movable.push(job)
        return false
      }
      job.place++
    }
    start(job)
    return true
  }

  /** Lets those go on who wait at this door. */
  function open(door: Door<Job>): void {
    if (isDraining) return
    for (let job = door.take(); job !== undefined; job = door.take()) {
      if (job.isWithdrawn) {
        door.left()
        continue
      }
      job.place++
      advance(job)
    }
  }

  function withdraw(waitedMs: number, most: number): string[] {
    const ids: string[] = []
    if (isDraining) return ids
    const before = clock() - waitedMs
    for (let job = movable.first; job !== undefined; job = movable.first) {
      if (ids.length === most || job.movable === undefined || job.movable.since > before) break
      movable.shift()
      job.isWithdrawn = true
      waiting--
      ids.push(job.movable.id)
      const passed = job.doors.slice(0, job.place)
      for (const door of passed) {
        door.started()
        door.left()
      }
      for (const door of passed) open(door)
    }
    if (waiting <= concurrency) endLulls()
    return ids
  }

  function start(job: Job): void {
    active++
    waiting--
    job.isStarted = true
    while (movable.first?.isStarted === true) movable.shift()
    for (const door of job.doors) door.started()
    if (waiting <= concurrency) endLulls()
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
    keepPace()
    for (const door of job.doors) door.left()
    for (let at = job.doors.length - 1; at >= 0; at -= 1) {
      const door = job.doors[at]
      if (door !== undefined) open(door)
    }
    forgetConversation(job)
    if (active === 0) onIdle?.()
  }

  /** While fewer may work than ever there may be nobody who ends, however much time there is. */
  function keepPace(): void {
    slots.capacity = pace.slots(waiting)
    if (!pace.isShortOfTime || isDraining || nextLook !== undefined) return
    nextLook = setTimeout(() => {
      nextLook = undefined
      keepPace()
      open(slots)
    }, LOOK_EVERY_MS).unref()
  }

  function forgetConversation({ conversation }: Job): void {
    if (conversation !== null && conversations.get(conversation)?.isEmpty === true) conversations.delete(conversation)
  }

  function endLulls(): void {
    const ended = lulls
    lulls = []
    for (const end of ended) end()
  }

  function doorsOf(conversation: string | null, limits: FlowLimits | undefined): Door<Job>[] {
    const doors: Door<Job>[] = []
    if (conversation !== null) doors.push(entry(conversations, conversation, () => new CountingDoor(1)))
    if (limits?.concurrency !== undefined) {
      const door = entry(flowCounts, limits.flowId, () => new CountingDoor(1))
      door.capacity = limits.concurrency
      doors.push(door)
    }
    if (limits?.ratePerMinute !== undefined) {
      const door = entry(flowRates, limits.flowId, (): RateDoor<Job> => {
        const made: RateDoor<Job> = new RateDoor(1, { clock, onOpen: () => open(made) })
        return made
      })
      door.perMinute = limits.ratePerMinute
      doors.push(door)
    }
    doors.push(slots)
    return doors
  }

  return {
    hasRoom: () => !isDraining && waiting < (pace.isShortOfTime ? busyLimit : queueLimit),
    submit(conversation, run, limits, movableId) {
      if (isDraining) return false
      waiting++
      const movable = movableId === undefined ? undefined : { id: movableId, since: clock() }
      const doors = doorsOf(conversation, limits)
      return advance({ conversation, doors, place: 0, run, movable, isWithdrawn: false, isStarted: false })
    },
    withdraw,
    lull() {
      if (isDraining || waiting <= concurrency) return Promise.resolve()
      return new Promise((resolve) => lulls.push(resolve))
    },
    drain() {
      isDraining = true
      waiting = 0
      for (const door of flowRates.values()) door.close()
      endLulls()
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

function entry<Value>(map: Map<string, Value>, key: string, make: () => Value): Value {
  const known = map.get(key)
  if (known !== undefined) return known
  const made = make()
  map.set(key, made)
  return made
}
