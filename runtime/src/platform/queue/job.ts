import type { Static, TSchema } from 'typebox'

/** A kind of job: its name in the queue and what its payload looks like. */
export interface Job<Schema extends TSchema = TSchema> {
  /** Lower case with dashes; never changes once jobs of it may be stored. */
  readonly name: string
  readonly payload: Schema
  /** How long one try may take before the queue takes it for lost and starts it again. Default 120 s. */
  readonly expireInSeconds?: number
  /** Tries after one that threw or was lost. Default 5. */
  readonly retryLimit?: number
}

export function defineJob<const Schema extends TSchema>(job: Job<Schema>): Job<Schema> {
  return job
}

/** What does the jobs of one kind. */
export interface Worker {
  readonly job: Job
  /** Cron expression (UTC) on which a job with `{}` as payload is made, once among all processes. */
  readonly cron?: string
  /** Jobs of the kind that this process does at once. Default 1. */
  readonly concurrency?: number
  /** A job may come twice: after a crash nobody knows how far it got. Throwing has it tried again, later. */
  work(payload: unknown, signal: AbortSignal): Promise<void>
}

/** Joins a job with its work; the payload is typed by the job's schema, which the queue checks. */
export function defineWorker<Schema extends TSchema>(
  job: Job<Schema>,
  options: { readonly cron?: string; readonly concurrency?: number },
  work: (payload: Static<Schema>, signal: AbortSignal) => Promise<void>,
): Worker {
  // The cast narrows what the queue has checked.
  return { job, ...options, work: (payload, signal) => work(payload as Static<Schema>, signal) }
}
