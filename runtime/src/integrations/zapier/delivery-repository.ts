import { type Kysely, type Selectable, sql } from 'kysely'
import type { Backlog } from '../../kit/integration.ts'
import type { DeliveryStatus, ZapierDeliveryTable, ZapierHookTable, ZapierTables } from './tables.ts'

export type HookRecord = Selectable<ZapierHookTable>
export type DeliveryRecord = Selectable<ZapierDeliveryTable>
export type NewDelivery = Omit<DeliveryRecord, 'attempts' | 'lastAnswer' | 'endedAt'>

/** The outcome of an attempt. */
export interface AttemptRecord {
  readonly status: DeliveryStatus
  readonly lastAnswer: string
  /** When the next attempt is due; null once the delivery has ended. */
  readonly dueAt: Date | null
  readonly endedAt: Date | null
}

export type DeliveryCounts = Readonly<Record<DeliveryStatus, number>>

/** REST hook subscriptions, and deliveries to them and to Catch Hooks. */
export interface ZapierDeliveryRepository {
  /** An address that is subscribed again keeps its id and gets the new event. */
  subscribe(hook: HookRecord): Promise<HookRecord>
  /** False when the account has no such subscription. */
  unsubscribe(accountId: string, id: string): Promise<boolean>
  hook(id: string): Promise<HookRecord | undefined>
  hooks(accountId: string): Promise<readonly HookRecord[]>
  /** Subscriptions for this event, including those for all events. */
  hooksFor(accountId: string, event: string, on?: Kysely<ZapierTables>): Promise<readonly HookRecord[]>
  /** Stores a delivery once per key. When the key exists, `isNew` is false and `delivery` is the stored one. */
  create(delivery: NewDelivery, on?: Kysely<ZapierTables>): Promise<{ delivery: DeliveryRecord; isNew: boolean }>
  delivery(id: string): Promise<DeliveryRecord | undefined>
  /** Records an attempt, unless the delivery has ended meanwhile. */
  recordAttempt(id: string, attempt: AttemptRecord, on?: Kysely<ZapierTables>): Promise<void>
  /** Newest first. */
  recent(accountId: string, limit: number): Promise<readonly DeliveryRecord[]>
  counts(accountId: string): Promise<DeliveryCounts>
  /** Ids of deliveries that have been due since before then. */
  overdue(before: Date, limit: number): Promise<readonly string[]>
  /** How many deliveries are pending, counting at most `most`, and when the oldest was due. */
  backlog(most: number): Promise<Backlog>
  /** Deletes deliveries that ended before then. Returns how many. */
  deleteEnded(before: Date, limit: number): Promise<number>
}

export function createZapierDeliveryRepository(kysely: Kysely<ZapierTables>): ZapierDeliveryRepository {
  return {
    subscribe: (hook) =>
      kysely
        .insertInto('zapierHook')
        .values(hook)
        .onConflict((conflict) => conflict.columns(['accountId', 'targetHash']).doUpdateSet({ event: hook.event }))
        .returningAll()
        .executeTakeFirstOrThrow(),
    async unsubscribe(accountId, id) {
      const removal = kysely.deleteFrom('zapierHook').where('accountId', '=', accountId).where('id', '=', id)
      return (await removal.executeTakeFirst()).numDeletedRows > 0n
    },
    hook: (id) => kysely.selectFrom('zapierHook').selectAll().where('id', '=', id).executeTakeFirst(),
    hooks: (accountId) =>
      kysely.selectFrom('zapierHook').selectAll().where('accountId', '=', accountId).orderBy('id').execute(),
    hooksFor: (accountId, event, on = kysely) =>
      on
        .selectFrom('zapierHook')
        .selectAll()
        .where('accountId', '=', accountId)
        .where((field) => field.or([field('event', 'is', null), field('event', '=', event)]))
        .orderBy('id')
        .execute(),
    async create(delivery, on = kysely) {
      const inserted = await on
        .insertInto('zapierDelivery')
        .values(delivery)
        .onConflict((conflict) => conflict.column('key').doNothing())
        .returningAll()
        .executeTakeFirst()
      if (inserted !== undefined) return { delivery: inserted, isNew: true }
      const known = on.selectFrom('zapierDelivery').selectAll().where('key', '=', delivery.key)
      return { delivery: await known.executeTakeFirstOrThrow(), isNew: false }
    },
    delivery: (id) => kysely.selectFrom('zapierDelivery').selectAll().where('id', '=', id).executeTakeFirst(),
    async recordAttempt(id, attempt, on = kysely) {
      await on
        .updateTable('zapierDelivery')
        .set({ ...attempt, attempts: sql<number>`attempts + 1` })
        .where('id', '=', id)
        .where('status', '=', 'waiting')
        .execute()
    },
    recent: (accountId, limit) =>
      kysely
        .selectFrom('zapierDelivery')
        .selectAll()
        .where('accountId', '=', accountId)
        .orderBy('id', 'desc')
        .limit(limit)
        .execute(),
    async counts(accountId) {
      const rows = await kysely
        .selectFrom('zapierDelivery')
        .select(['status', sql<number>`count(*)`.as('count')])
        .where('accountId', '=', accountId)
        .groupBy('status')
        .execute()
      const countOf = (status: DeliveryStatus) => rows.find((row) => row.status === status)?.count ?? 0
      return {
        waiting: countOf('waiting'),
        delivered: countOf('delivered'),
        failed: countOf('failed'),
        removed: countOf('removed'),
      }
    },
    async overdue(before, limit) {
      const rows = await kysely
        .selectFrom('zapierDelivery')
        .select('id')
        .where('status', '=', 'waiting')
        .where('dueAt', '<', before)
        .orderBy('dueAt')
        .limit(limit)
        .execute()
      return rows.map(({ id }) => id)
    },
    async backlog(most) {
      const { rows } = await sql<Backlog>`
        select (select count(*)::integer from (
            select from zapier_delivery where status = 'waiting' limit ${sql.lit(most)}) as found) as waiting,
          (select min(due_at) from zapier_delivery where status = 'waiting') as oldest`.execute(kysely)
      return rows[0] ?? { waiting: 0, oldest: null }
    },
    async deleteEnded(before, limit) {
      const old = kysely.selectFrom('zapierDelivery').select('id').where('endedAt', '<', before).limit(limit)
      return Number(
        (await kysely.deleteFrom('zapierDelivery').where('id', 'in', old).executeTakeFirst()).numDeletedRows,
      )
    },
  }
}
