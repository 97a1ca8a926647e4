import type { RunStatus } from '@patchbay/shared/api'
import { AppError } from '@patchbay/shared/errors'
import type { Timings } from '../platform/timings.ts'
import type { AcceptOutcome, RunWriter } from '../store/runs/writer-port.ts'
import type { ActiveRun } from './active-run.ts'
import type { StartedRun } from './engine-api.ts'
import { holdMsOf } from './hold-rules.ts'
import type { BegunRun } from './start-run.ts'
import { createStoredQueue } from './stored-queue.ts'

export interface EventStoreOptions {
  readonly writer: RunWriter
  readonly queueLimit: number
  readonly timings: Timings
  /** How long a message to a paused flow is held. */
  readonly holdTextsMs: number
  now(): Date
  publish(run: ActiveRun, status: RunStatus): void
  /** Called when a run is stored that no process works on. */
  onUnowned(): void
  onError(error: unknown): void
}

/** Stores events without starting them in this process. Nothing of them stays in memory. */
export function createEventStore(options: EventStoreOptions) {
  const { writer, queueLimit, timings, holdTextsMs, now, publish, onUnowned, onError } = options
  const queue = createStoredQueue({
    limit: queueLimit,
    countMs: timings.countMs,
    count: (most) => writer.countQueued(most),
    onError,
  })

  return {
    /** Stores an event of a paused flow. */
    async hold({ run, record }: BegunRun): Promise<StartedRun> {
      const holdMs = holdMsOf(run.plan.nodes.get(record.triggerNodeId), holdTextsMs)
      const until = holdMs === undefined ? null : new Date(now().getTime() + holdMs)
      const isOver = record.final !== undefined
      const outcome = await writer.accept({ ...record, status: 'queued', ...(isOver ? {} : { held: { until } }) })
      if (isStored(outcome)) publish(run, record.final?.status ?? 'waiting')
      return startedRun(outcome)
    },

    /** Stores an event for other processes to run. @throws AppError TOO_MANY_REQUESTS */
    async leaveToOthers({ run, record }: BegunRun): Promise<StartedRun> {
      if (!queue.hasRoom()) throw tooManyRuns()
      const outcome = await writer.accept({ ...record, status: 'queued' })
      if (isStored(outcome)) {
        queue.added()
        publish(run, record.final?.status ?? 'queued')
        onUnowned()
      }
      return startedRun(outcome)
    },

    hasRoom: queue.hasRoom,
    start: queue.start,
    stop: queue.stop,
  }
}

export function startedRun({ conflict = false, previousRunId: _, ...outcome }: AcceptOutcome): StartedRun {
  return { ...outcome, conflict }
}

/** Whether the run is a new one. */
export function isStored({ duplicate, isDiverted }: AcceptOutcome): boolean {
  return !duplicate && isDiverted !== true
}

/** Always the same error: thousands may be thrown per second, and capturing a stack would be most of the work. */
export function tooManyRuns(): AppError {
  return tooMany
}

const tooMany = new AppError(
  'TOO_MANY_REQUESTS',
  'Too many runs wait already. Send the event again after the time in Retry-After.',
  { headers: { 'Retry-After': '5' } },
)
