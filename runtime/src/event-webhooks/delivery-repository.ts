import type { MessageContent } from '@patchbay/shared/api'
import { type Kysely, type Selectable, sql } from 'kysely'
import type { Database } from '../store/database.ts'
import { jsonText } from '../store/json-text.ts'
import { type Claimant, isAbandoned } from '../store/repositories/is-abandoned.ts'
import type { EventAttemptTable, EventDeliveryTable } from '../store/schema/event-tables.ts'
import type { Tables } from '../store/schema/tables.ts'
import type { WebhookRecord } from './webhook-repository.ts'

export type DeliveryRecord = Selectable<EventDeliveryTable>
export type AttemptRecord = Selectable<EventAttemptTable>
export type DeliveryKey = Pick<DeliveryRecord, 'subscriberId' | 'seq' | 'isAlias'>

/** Attempts that are kept of a webhook. */
const MOST_ATTEMPTS = 100

/** What is to be delivered to event webhooks, and what was tried. */
export interface DeliveryRepository {
  /**
   * Webhooks that are on and have something due then. They are this process's for so long, by the database's clock,
   * unless it dies or gives them back before.
   */
  claim(claim: { readonly now: Date; readonly forMs: number }): Promise<readonly WebhookRecord[]>
  release(webhookId: string): Promise<void>
  /** In the order of happening. `first`: the oldest ones, due or not. */
  due(
    webhookId: string,
    which: { readonly now: Date; readonly limit: number; readonly first?: boolean },
  ): Promise<readonly DeliveryRecord[]>
  remove(key: DeliveryKey, on: Kysely<Tables>): Promise<void>
  change(
    key: DeliveryKey,
    change: Pick<DeliveryRecord, 'state' | 'tries' | 'dueAt' | 'lastAnswer'>,
    on: Kysely<Tables>,
  ): Promise<void>
  note(attempt: AttemptRecord, on: Kysely<Tables>): Promise<void>
  /** Latest first. */
  attempts(webhookId: string): Promise<readonly AttemptRecord[]>
  /** The words of a message; undefined when it has none or is gone. */
  textOf(messageId: string): Promise<string | undefined>
  /** Enters what is to be sent again. Returns how many. */
  resend(webhookId: string, which: ResendChoice, now: Date): Promise<number>
  /** Gives up what has waited for longer than a paused webhook keeps it, and forgets all but the last attempts. */
  tidy(now: Date): Promise<void>
}

export type ResendChoice =
  | { readonly undelivered: true }
  | { readonly seq: number; readonly isAlias: boolean }
  | { readonly from: Date; readonly until: Date }

export function createDeliveryRepository(
  { kysely, kind }: Pick<Database, 'kysely' | 'kind'>,
  claimant: Claimant,
): DeliveryRepository {
  const { processId } = claimant
  return {
    async claim({ now, forMs }) {
      const { rows } = await sql<{ id: string }>`
        update event_webhook as webhook set claimed_by = ${processId},
          claimed_until = now() + make_interval(secs => ${sql.lit(forMs / 1_000)})
        where id = any (array(
          select id from event_webhook as free
          where state = 'on'
            and (claimed_until is null or claimed_until <= now()
              or ${isAbandoned('free.claimed_by', kind, claimant)})
            and case when is_strict
              then (select due_at from event_delivery where subscriber_id = free.id and state = 'waiting'
                order by seq, is_alias limit 1) <= ${now}
              else exists (select from event_delivery
                where subscriber_id = free.id and state = 'waiting' and due_at <= ${now}) end
          order by id for update skip locked))
        returning id`.execute(kysely)
      if (rows.length === 0) return []
      return kysely
        .selectFrom('eventWebhook')
        .innerJoin('eventSubscriber', 'eventSubscriber.id', 'eventWebhook.id')
        .selectAll('eventWebhook')
        .select('eventSubscriber.types')
        .where(
          'eventWebhook.id',
          'in',
          rows.map(({ id }) => id),
        )
        .execute()
    },
    async release(webhookId) {
      await kysely
        .updateTable('eventWebhook')
        .set({ claimedBy: null, claimedUntil: null })
        .where('id', '=', webhookId)
        .where('claimedBy', '=', processId)
        .execute()
    },
    due(webhookId, { now, limit, first = false }) {
      let query = kysely
        .selectFrom('eventDelivery')
        .selectAll()
        .where('subscriberId', '=', webhookId)
        .where('state', '=', 'waiting')
      if (!first) query = query.where('dueAt', '<=', now)
      return query.orderBy('seq').orderBy('isAlias').limit(limit).execute()
    },
    async remove(key, on) {
      await ofKey(on.deleteFrom('eventDelivery'), key).execute()
    },
    async change(key, change, on) {
      await ofKey(on.updateTable('eventDelivery').set(change), key).execute()
    },
    async note({ request, response, ...attempt }, on) {
      const texts = { request: jsonText(request), response: response === null ? null : jsonText(response) }
      await on
        .insertInto('eventAttempt')
        .values({ ...attempt, ...texts })
        .execute()
    },
    attempts: (webhookId) =>
      kysely
        .selectFrom('eventAttempt')
        .selectAll()
        .where('webhookId', '=', webhookId)
        .orderBy('id', 'desc')
        .limit(MOST_ATTEMPTS)
        .execute(),
    async textOf(messageId) {
      const row = await kysely.selectFrom('message').select('content').where('id', '=', messageId).executeTakeFirst()
      const content: MessageContent | undefined = row?.content
      return content?.text
    },
    async resend(webhookId, which, now) {
      if ('undelivered' in which) {
        const again = await kysely
          .updateTable('eventDelivery')
          .set({ state: 'waiting', tries: 0, dueAt: now })
          .where('subscriberId', '=', webhookId)
          .where('state', '<>', 'waiting')
          .executeTakeFirst()
        return Number(again.numUpdatedRows)
      }
      const condition =
        'seq' in which
          ? sql`event.seq = ${which.seq} and named.is_alias = ${which.isAlias}`
          : sql`event.at >= ${which.from} and event.at < ${which.until}`
      const wanted = sql`case when named.is_alias
        then event.type = 'CONTACT/MESSAGE_RECEIVED' and 'MESSAGE/RECEIVED' = any (subscriber.types)
        else event.type = any (subscriber.types) end`
      const { numAffectedRows = 0n } = await sql`
        insert into event_delivery as held (subscriber_id, seq, is_alias, at, due_at)
        select subscriber.id, event.seq, named.is_alias, event.at, ${now}
        from event cross join (values (false), (true)) as named (is_alias)
        join event_subscriber as subscriber on subscriber.id = ${webhookId}
        where ${condition} and ${'seq' in which ? sql`true` : wanted}
        on conflict (subscriber_id, seq, is_alias) do update
          set state = 'waiting', tries = 0, due_at = excluded.due_at`.execute(kysely)
      return Number(numAffectedRows)
    },
    async tidy(now) {
      await sql`update event_delivery as held set state = 'expired' from event_webhook as webhook
        where webhook.id = held.subscriber_id and webhook.state = 'paused' and held.state = 'waiting'
          and held.at < ${now}::timestamptz - make_interval(days => webhook.hold_days)`.execute(kysely)
      await sql`delete from event_attempt where id < any (array(
        select (select id from event_attempt as kept where kept.webhook_id = webhook.id
          order by id desc offset ${sql.lit(MOST_ATTEMPTS - 1)} limit 1) from event_webhook as webhook
          where webhook.id = event_attempt.webhook_id))`.execute(kysely)
    },
  }
}

/** @internal */
interface Filtered<Query> {
  where(column: 'subscriberId' | 'seq' | 'isAlias', operator: '=', value: string | number | boolean): Query
}

function ofKey<Query extends Filtered<Query>>(query: Query, { subscriberId, seq, isAlias }: DeliveryKey): Query {
  return query.where('subscriberId', '=', subscriberId).where('seq', '=', seq).where('isAlias', '=', isAlias)
}
