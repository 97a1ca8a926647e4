import type { WebhookOffReason } from '@patchbay/shared/api'
import { type Insertable, type Kysely, type Selectable, sql, type Updateable } from 'kysely'
import { jsonText } from '../store/json-text.ts'
import type { EventWebhookTable } from '../store/schema/event-tables.ts'
import type { Tables } from '../store/schema/tables.ts'

export type WebhookRecord = Selectable<EventWebhookTable> & { readonly types: readonly string[] }

/** Everything of a webhook that people decide. */
export type WebhookSettings = Pick<
  WebhookRecord,
  | 'name'
  | 'url'
  | 'state'
  | 'preset'
  | 'isStrict'
  | 'includesText'
  | 'holdDays'
  | 'username'
  | 'realm'
  | 'headerNames'
  | 'sealed'
  | 'hasOlderSecret'
  | 'types'
>

export interface WebhookFigures {
  readonly waiting: number
  readonly oldestWaitingAt: Date | null
  readonly undelivered: number
}

/** Figures are counted up to here. */
const MOST_COUNTED = 10_000

/** Event webhooks, each with its subscription to events, which are changed together. */
export interface WebhookRepository {
  /** By name. */
  list(): Promise<readonly WebhookRecord[]>
  find(id: string): Promise<WebhookRecord | undefined>
  /** False when there are as many as there may be. @throws a unique violation for a URL that another one has */
  create(webhook: { readonly id: string; readonly at: Date } & WebhookSettings, most: number): Promise<boolean>
  /**
   * Turned off, what waits is given up; turned on again, it has not failed yet. False when it is gone.
   * @param decide makes the settings of the stored ones, which nobody else changes meanwhile @throws as `create`, `decide`
   */
  change(id: string, at: Date, decide: (stored: WebhookRecord) => WebhookSettings): Promise<boolean>
  remove(id: string): Promise<boolean>
  figures(id: string): Promise<WebhookFigures>
}

export function createWebhookRepository(kysely: Kysely<Tables>): WebhookRepository {
  const select = (on: Kysely<Tables> = kysely) =>
    on
      .selectFrom('eventWebhook')
      .innerJoin('eventSubscriber', 'eventSubscriber.id', 'eventWebhook.id')
      .selectAll('eventWebhook')
      .select('eventSubscriber.types')
  return {
    list: () => select().orderBy('name').orderBy('eventWebhook.id').execute(),
    find: (id) => select().where('eventWebhook.id', '=', id).executeTakeFirst(),
    create: ({ id, at, ...settings }, most) =>
      kysely.transaction().execute(async (transaction) => {
        await sql`lock table event_webhook in share row exclusive mode`.execute(transaction)
        const { count } = await transaction
          .selectFrom('eventWebhook')
          .select(({ fn }) => fn.countAll<number>().as('count'))
          .executeTakeFirstOrThrow()
        if (Number(count) >= most) return false
        const { types, ...row } = settings
        const isActive = settings.state !== 'off'
        await transaction.insertInto('eventSubscriber').values({ id, kind: 'webhook', types, isActive }).execute()
        const stored: Insertable<EventWebhookTable> = {
          ...row,
          headerNames: jsonText(row.headerNames),
          id,
          createdAt: at,
          updatedAt: at,
        }
        await transaction.insertInto('eventWebhook').values(stored).execute()
        return true
      }),
    change: (id, at, decide) =>
      kysely.transaction().execute(async (transaction) => {
        const stored = await select(transaction)
          .where('eventWebhook.id', '=', id)
          .forUpdate('eventWebhook')
          .executeTakeFirst()
        if (stored === undefined) return false
        const { types, headerNames, ...row } = decide(stored)
        const isActive = row.state !== 'off'
        const isNew = stored.state === 'off' && isActive
        const fresh = isNew ? { failingSince: null, warnedAt: null, offReason: null, offAt: null } : {}
        const set: Updateable<EventWebhookTable> = { ...row, headerNames: jsonText(headerNames), updatedAt: at }
        await transaction
          .updateTable('eventWebhook')
          .set({ ...set, ...fresh })
          .where('id', '=', id)
          .execute()
        await transaction.updateTable('eventSubscriber').set({ types, isActive }).where('id', '=', id).execute()
        if (!isActive) await giveUp(transaction, id)
        return true
      }),
    remove: (id) =>
      kysely.transaction().execute(async (transaction) => {
        const removed = await transaction.deleteFrom('eventWebhook').where('id', '=', id).returning('id').execute()
        await transaction.deleteFrom('eventSubscriber').where('id', '=', id).where('kind', '=', 'webhook').execute()
        await transaction.deleteFrom('eventDelivery').where('subscriberId', '=', id).execute()
        return removed.length > 0
      }),
    async figures(id) {
      const { rows } = await sql<WebhookFigures>`select
        (select count(*)::integer from (select from event_delivery
          where subscriber_id = ${id} and state = 'waiting' limit ${sql.lit(MOST_COUNTED)}) as found) as waiting,
        (select at from event_delivery where subscriber_id = ${id} and state = 'waiting' order by seq limit 1)
          as oldest_waiting_at,
        (select count(*)::integer from (select from event_delivery
          where subscriber_id = ${id} and state <> 'waiting' limit ${sql.lit(MOST_COUNTED)}) as found)
          as undelivered`.execute(kysely)
      return rows[0] ?? { waiting: 0, oldestWaitingAt: null, undelivered: 0 }
    },
  }
}

/** Turns a webhook off because of what its receiver did. What waits is given up, and can be sent again. */
export async function turnOff(
  transaction: Kysely<Tables>,
  id: string,
  { reason, at }: { readonly reason: WebhookOffReason; readonly at: Date },
): Promise<void> {
  const set = { state: 'off', offReason: reason, offAt: at, updatedAt: at } as const
  await transaction.updateTable('eventWebhook').set(set).where('id', '=', id).execute()
  await transaction.updateTable('eventSubscriber').set({ isActive: false }).where('id', '=', id).execute()
  await giveUp(transaction, id)
}

async function giveUp(transaction: Kysely<Tables>, id: string): Promise<void> {
  await transaction
    .updateTable('eventDelivery')
    .set({ state: 'failed' })
    .where('subscriberId', '=', id)
    .where('state', '=', 'waiting')
    .execute()
}
