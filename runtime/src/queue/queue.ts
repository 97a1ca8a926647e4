import { randomUUID } from 'node:crypto'
import type { Transaction } from 'kysely'
import { type ConstructorOptions, PgBoss, type SendOptions } from 'pg-boss'
import type { Static, TSchema } from 'typebox'
import type { Database } from '../store/database.ts'
import type { Tables } from '../store/tables.ts'
import { createCheck } from '../validation/check.ts'
import { onEmbedded, onTransaction } from './boss-database.ts'
import type { Job, Worker } from './job.ts'

export interface SendJobOptions {
  /** Not before this time. */
  readonly startAfter?: Date
  /** Makes the job part of this transaction. */
  readonly transaction?: Transaction<Tables>
  /** While a job of this key waits, no second one is made. */
  readonly singletonKey?: string
}

/** What waits, recurs or is tried again later. Jobs are stored, and done at least once by some process. */
export interface Queue {
  send<Schema extends TSchema>(job: Job<Schema>, payload: Static<Schema>, options?: SendJobOptions): Promise<void>
  /** Looks for jobs of the kind now rather than at the next poll; call it after the transaction has ended. */
  wake(job: Job): void
  /** Brings the queue's own tables up to date and begins to work. */
  start(workers: readonly Worker[]): Promise<void>
  /** Takes no more jobs and waits for those under way, at most `graceMs`. */
  stop(graceMs: number): Promise<void>
}

export interface QueueOptions {
  readonly database: Database
  /** Of the Postgres server: the queue has connections of its own there, one of them listening for new jobs. */
  readonly databaseUrl?: string
  onError(error: unknown): void
}

const POLL_SECONDS = 2

export function createQueue({ database, databaseUrl, onError }: QueueOptions): Queue {
  const boss = new PgBoss(bossOptions(database, databaseUrl))
  boss.on('error', onError)
  const workerIds = new Map<string, string>()

  async function startWorker(worker: Worker): Promise<void> {
    const { job, cron, concurrency = 1 } = worker
    const { name, expireInSeconds = 120, retryLimit = 5 } = job
    const settings = { expireInSeconds, retryLimit, retryDelay: 5, retryBackoff: true, deleteAfterSeconds: 3_600 }
    // Of the jobs with one key only one waits; the policy does not count those that have begun.
    await boss.createQueue(name, { ...settings, policy: 'short', notify: true })
    await boss.updateQueue(name, settings)
    const check = createCheck(job.payload)
    const options = { pollingIntervalSeconds: POLL_SECONDS, localConcurrency: concurrency, batchSize: 1 } as const
    const id = await boss.work<unknown>(name, options, async (jobs) => {
      for (const { data, signal } of jobs) {
        const checked = check(data ?? {})
        if (!checked.ok) throw new Error(`A job of ${name} has a payload that does not fit: ${checked.errors[0]?.path}`)
        await worker.work(checked.value, signal).catch((error: unknown) => {
          onError(error)
          throw error
        })
      }
    })
    workerIds.set(name, id)
    if (cron !== undefined) await boss.schedule(name, cron, {})
  }

  return {
    async send(job, payload, { startAfter, transaction, singletonKey } = {}) {
      const options: SendOptions = {
        ...(startAfter === undefined ? {} : { startAfter }),
        // The queue's policy takes jobs without a key for one another.
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

function bossOptions(database: Database, databaseUrl: string | undefined): ConstructorOptions {
  const common = { schema: 'pgboss', application_name: 'patchbay queue' }
  if (databaseUrl === undefined) return { ...common, db: onEmbedded(database.kysely), backend: 'pglite' }
  return { ...common, connectionString: databaseUrl, max: 3, useListenNotify: true }
}
