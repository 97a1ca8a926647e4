import type { Lease } from '../cluster/lease.ts'
import type { Timings } from '../platform/timings.ts'
import type { ProcessRepository } from '../store/repositories/process-repository.ts'

export interface HeartbeatOptions {
  readonly processes: ProcessRepository
  readonly process: Parameters<ProcessRepository['register']>[0]
  readonly lease: Lease
  readonly timings: Timings
  readonly clock?: () => number
  onError(error: unknown): void
}

/** Renews the row and the lease of this process at an interval. */
export interface Heartbeat {
  /** Registers the process. @throws Error when the database does not answer */
  start(): Promise<void>
  stop(): Promise<void>
}

export function createHeartbeat(options: HeartbeatOptions): Heartbeat {
  const { processes, process, lease, timings, onError, clock = () => performance.now() } = options
  let timer: NodeJS.Timeout | undefined
  let isStopped = false
  let isMissing = false

  async function beat(): Promise<void> {
    const sentAt = clock()
    try {
      await inTime(beatOrRegister(), timings.heartbeatAnswerMs)
      lease.renew(sentAt)
      isMissing = false
    } catch (error) {
      lease.miss()
      if (!isMissing) onError(error)
      isMissing = true
    }
  }

  /** Registers again when upkeep has removed the row of a process that was silent for very long. */
  async function beatOrRegister(): Promise<void> {
    if (!(await processes.beat(process.id))) await processes.register(process)
  }

  function later(): void {
    if (isStopped) return
    timer = setTimeout(
      () => void beat().finally(later),
      isMissing ? timings.heartbeatRetryMs : timings.heartbeatMs,
    ).unref()
  }

  return {
    async start() {
      const sentAt = clock()
      await processes.register(process)
      lease.renew(sentAt)
      later()
    },
    async stop() {
      isStopped = true
      clearTimeout(timer)
      lease.stop()
      await processes.remove(process.id)
    },
  }
}

function inTime(work: Promise<void>, ms: number): Promise<void> {
  const { promise, reject } = Promise.withResolvers<never>()
  const timer = setTimeout(() => reject(new Error('The database did not answer the heartbeat in time.')), ms)
  return Promise.race([work, promise]).finally(() => clearTimeout(timer))
}
