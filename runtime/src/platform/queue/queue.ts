import { randomUUID } from 'node:crypto'
import { type Job as BossJob, type ConstructorOptions, type JobResult, PgBoss, type SendOptions } from 'pg-boss'
import type { Static, TSchema } from 'typebox'
import type { Database } from '../../store/database.ts'
import { createCheck } from '../validation/check.ts'
import { type OpenTransaction, onEmbedded, onTransaction } from './boss-database.ts'
import type { Job, Worker } from './job.ts'

export interface SendJobOptions {
  /** The job does not start before this time. */
  readonly startAfter?: Date
  /** Stores the job in this transaction. */
  readonly transaction?: OpenTransaction
  /** While a job with this key waits, no second one is stored. */
  readonly singletonKey?: string
}

/** A queue for work that waits, recurs or is retried. Jobs are stored, and executed at least once by some process. */
export interface Queue {
  send<Schema extends TSchema>(job: Job<Schema>, payload: Static<Schema>, options?: SendJobOptions): Promise<void>
  /** Fetches jobs of the kind now instead of at the next poll. Call it after the transaction has ended. */
  wake(job: Job): void
  /** Migrates the queue's own tables and starts the workers. */
  start(workers: readonly Worker[]): Promise<void>
  /** Fetches no more jobs and waits for those under way, at most `graceMs`. */
  stop(graceMs: number): Promise<void>
}

export interface QueueOptions {
  readonly database: Database
  /** Address of the Postgres server, to which the queue has its own connections; one of them listens for new jobs. */
  readonly databaseUrl?: string
  onError(error: unknown): void
}

const POLL_SECONDS = 2
/** A fetch waits for its slowest job, so each fetches few jobs and several run side by side. */
const MOST_PER_FETCH = 5

export function createQueue({ database, databaseUrl, onError }: QueueOptions): Queue {
  const boss = new PgBoss(bossOptions(database, databaseUrl))
  boss.on('error', onError)
  const workerIds = new Map<string, string>()

  /** Executes one job. An error is reported, and the queue retries the job. */
  async function settle(worker: Worker, { id, data, signal }: BossJob<unknown>): Promise<JobResult> {
    try {
      const checked = createCheck(worker.job.payload)(data ?? {})
      if (!checked.ok) throw new Error(`A job of ${worker.job.name} does not fit: ${checked.errors[0]?.path}`)
      await worker.work(checked.value, signal)
      return { id, status: 'completed' }
    } catch (error) {
      onError(error)
      return { id, status: 'failed', output: { message: error instanceof Error ? error.message : String(error) } }
    }
  }

  async function startWorker(worker: Worker): Promise<void> {
    const { job, cron, concurrency = 1 } = worker
    const { name, expireInSeconds = 120, retryLimit = 5 } = job
    const settings = { expireInSeconds, retryLimit, retryDelay: 5, retryBackoff: true, deleteAfterSeconds: 3_600 }
    // Of the jobs with one key only one waits. Jobs that have begun do not count for this policy.
    await boss.createQueue(name, { ...settings, policy: 'short', notify: true })
    await boss.updateQueue(name, settings)
    const id = await boss.work<unknown>(name, fetchOptions(concurrency), (jobs) =>
      Promise.all(jobs.map((one) => settle(worker, one))),
    )
    workerIds.set(name, id)
    if (cron !== undefined) await boss.schedule(name, cron, {})
  }

  return {
    async send(job, payload, { startAfter, transaction, singletonKey } = {}) {
      const options: SendOptions = {
        ...(startAfter === undefined ? {} : { startAfter }),
        // Under this policy, jobs without a key would count as equal.
        singletonKey: singletonKey ?? randomUUID(),
        ...(transaction === undefined ? {} : { db: onTransaction(transaction) }),
      }
      // Payload schemas describe objects.
      await boss.send(job.name, payload as object, options)
    },
    wake({ name }) {
      const id = workerIds.get(name)
      if (id !== undefined) boss.notifyWorker(id)
    },
    async start(workers) {
      await boss.start()
      for (const worker of workers) await startWorker(worker)
    },
    async stop(graceMs) {
      await boss.stop({ graceful: true, timeout: graceMs })
    },
  }
}

/** Jobs of one fetch run side by side. The next fetch follows at once while there are more. */
function fetchOptions(concurrency: number) {
  const batchSize = Math.min(concurrency, MOST_PER_FETCH)
  return {
    pollingIntervalSeconds: POLL_SECONDS,
    // A job that becomes due sends no notification, so a listening worker must poll as often as any other.
    notifyPollingIntervalSeconds: POLL_SECONDS,
    localConcurrency: Math.ceil(concurrency / batchSize),
    batchSize,
    burstWhenBatchFull: true,
    perJobResults: true,
  } as const
}

function bossOptions(database: Database, databaseUrl: string | undefined): ConstructorOptions {
  const common = { schema: 'pgboss', application_name: 'patchbay queue' }
  if (databaseUrl === undefined) return { ...common, db: onEmbedded(database.kysely), backend: 'pglite' }
  return { ...common, connectionString: databaseUrl, max: 3, useListenNotify: true }
}
