import { SECOND_MS } from '@patchbay/shared/time'
import { sql } from 'kysely'
import { Type } from 'typebox'
import type { Engine } from '../engine/engine-api.ts'
import { defineJob, defineWorker, type Worker } from '../platform/queue/job.ts'
import type { Queue } from '../platform/queue/queue.ts'
import type { Database } from '../store/database.ts'
import { openRuns } from '../store/runs/claim-runs.ts'
import { endWait, latestWait } from '../store/runs/run-waits.ts'
import type { ThreadRepository } from './thread-repository.ts'

const lateJob = defineJob({
  name: 'end-late-hand-overs',
  payload: Type.Object({}, { additionalProperties: false }),
  retryLimit: 0,
})

/** A step that hands over waits for people within this time, unless its process dies. */
const SOON_MS = 2 * SECOND_MS
const AT_ONCE = 100

export interface LateHandOvers {
  readonly worker: Worker
  /** Call it when people gave a conversation back while no run waited for that. */
  lookSoon(): void
}

/**
 * Lets runs go on that wait for people who have ended already. A hand-over gives the conversation to people first and
 * waits for them afterwards, so that people may be faster. Looked for every minute, too.
 */
export function createLateHandOvers(options: {
  readonly database: Database
  readonly engine: Pick<Engine, 'goOn'>
  readonly threads: Pick<ThreadRepository, 'namesOf' | 'howEnded'>
  readonly queue: Pick<Queue, 'send'>
  readonly processId: string
  readonly now: () => Date
  onError(error: unknown): void
}): LateHandOvers {
  const { database, engine, threads, queue, processId, now, onError } = options

  async function end(key: string): Promise<void> {
    const [, contactPointId = '', ...rest] = key.split(' ')
    const address = rest.join(' ')
    const { how, author } = await threads.howEnded({ contactPointId, address })
    const event = { how, by: (await threads.namesOf([author])).get(author) ?? '' }
    await engine.goOn(async () => {
      const row = await database.kysely.transaction().execute(async (transaction) => {
        const open = await transaction
          .selectFrom('conversation')
          .select('isWithPerson')
          .where('contactPointId', '=', contactPointId)
          .where('address', '=', address)
          .where('status', '<>', 'closed')
          .forUpdate()
          .executeTakeFirst()
        if (open?.isWithPerson === true) return undefined
        const wait = await latestWait(transaction, key)
        return wait === undefined ? undefined : await endWait(transaction, wait, { processId, event })
      })
      return row === undefined ? [] : openRuns(database.kysely, [row])
    })
  }

  return {
    worker: defineWorker(lateJob, { cron: '* * * * *' }, async () => {
      const { rows } = await sql<{ readonly key: string }>`
        select distinct key from run_wait where starts_with(key, 'hand-over ') and not exists (
          select from conversation
          where contact_point_id = split_part(key, ' ', 2)::uuid and status <> 'closed' and is_with_person
            and key = 'hand-over ' || contact_point_id || ' ' || address
        ) limit ${AT_ONCE}`.execute(database.kysely)
      for (const { key } of rows) await end(key)
    }),
    lookSoon() {
      const at = new Date(now().getTime() + SOON_MS)
      queue.send(lateJob, {}, { startAfter: at }).catch(onError)
    },
  }
}
