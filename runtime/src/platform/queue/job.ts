import type { Static, TSchema } from 'typebox'

/** A kind of job: its name in the queue and the schema of its payload. */
export interface Job<Schema extends TSchema = TSchema> {
  /** Lower case with dashes. Must not change once jobs of this kind may be stored. */
  readonly name: string
  readonly payload: Schema
  /** How long one attempt may take before the queue considers it lost and starts it again. Default 120 s. */
  readonly expireInSeconds?: number
  /** Further attempts after one that threw or was lost. Default 5. */
  readonly retryLimit?: number
}

export function defineJob<const Schema extends TSchema>(job: Job<Schema>): Job<Schema> {
  return job
}

/** Executes the jobs of one kind. */
export interface Worker {
  readonly job: Job
  /** Cron expression (UTC). At each of its times one process makes a job with the payload `{}`. */
  readonly cron?: string
  /** How many jobs of the kind this process executes at once. Default 1. */
  readonly concurrency?: number
  /**
   * May be called twice for a job, because after a crash its progress is unknown. When it throws, the job is tried
   * again later.
   */
  work(payload: unknown, signal: AbortSignal): Promise<void>
}

/** Joins a job with its work. The payload has the type of the job's schema, which the queue checks. */
export function defineWorker<Schema extends TSchema>(
  job: Job<Schema>,
  options: { readonly cron?: string; readonly concurrency?: number },
  work: (payload: Static<Schema>, signal: AbortSignal) => Promise<void>,
): Worker {
  // The cast narrows a payload that the queue has checked.
  return { job, ...options, work: (payload, signal) => work(payload as Static<Schema>, signal) }
}
