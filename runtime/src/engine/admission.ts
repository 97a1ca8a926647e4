/** One piece of work for the admission queue. */
interface Job {
  readonly conversation: string | null
  readonly run: () => Promise<void>
}

export interface AdmissionOptions {
  /** Most jobs under way at once. */
  readonly concurrency: number
  /** Most jobs that may wait; `hasRoom` is false from there on. */
  readonly queueLimit: number
  /** Told of a job that rejects; jobs are expected to handle their own errors. */
  readonly onError: (error: unknown) => void
}

export interface Admission {
  /** False past the queue limit: the caller refuses the event. */
  hasRoom(): boolean
  /** Runs the job now (answers true) or when a slot and its conversation are free. */
  submit(conversation: string | null, run: () => Promise<void>): boolean
  /** Resolves when nothing is under way. Jobs that still wait are dropped: they are stored and resume later. */
  drain(): Promise<void>
  readonly active: number
  readonly waiting: number
}

/**
 * Decides when an accepted run may work: at most `concurrency` at once, and the runs of one conversation (contact
 * and address) one after another, in the order of acceptance.
 */
export function createAdmission(options: AdmissionOptions): Admission {
  /** Waiting jobs in order of arrival; those of a busy conversation wait in `behind` instead. */
  const ready: Job[] = []
  let readyStart = 0
  const behind = new Map<string, Job[]>()
  let active = 0
  let behindCount = 0
  let isDraining = false
  let onIdle: (() => void) | undefined

  function waiting(): number {
    return ready.length - readyStart + behindCount
  }

  function start(job: Job): void {
    active++
    job
      .run()
      .catch(options.onError)
      .finally(() => finish(job))
  }

  function finish(job: Job): void {
    active--
    releaseConversation(job)
    while (active < options.concurrency && readyStart < ready.length) {
      const next = ready[readyStart++]
      if (next !== undefined) start(next)
    }
    if (readyStart > 1024 && readyStart * 2 > ready.length) {
      ready.splice(0, readyStart)
      readyStart = 0
    }
    if (active === 0) onIdle?.()
  }

  function releaseConversation(job: Job): void {
    if (job.conversation === null) return
    const followers = behind.get(job.conversation)
    const next = followers?.shift()
    if (next === undefined) {
      behind.delete(job.conversation)
      return
    }
    behindCount--
    if (!isDraining) ready.push(next)
  }

  return {
    hasRoom: () => !isDraining && waiting() < options.queueLimit,
    submit(conversation, run) {
      if (isDraining) return false
      const job = { conversation, run }
      if (conversation !== null) {
        const followers = behind.get(conversation)
        if (followers !== undefined) {
          followers.push(job)
          behindCount++
          return false
        }
        behind.set(conversation, [])
      }
      if (active >= options.concurrency) {
        ready.push(job)
        return false
      }
      start(job)
      return true
    },
    drain() {
      isDraining = true
      ready.length = 0
      readyStart = 0
      if (active === 0) return Promise.resolve()
      return new Promise((resolve) => {
        onIdle = resolve
      })
    },
    get active() {
      return active
    },
    get waiting() {
      return waiting()
    },
  }
}
