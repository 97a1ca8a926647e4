import type { Page } from '@patchbay/shared/api'
import { type Kysely, type RawBuilder, sql } from 'kysely'
import { jsonText } from '../store/json-text.ts'
import { idCursor, toPage } from '../store/paging.ts'
import type { Tables } from '../store/schema/tables.ts'

/** Counting stops here, because no caller needs a higher figure. */
const MOST_COUNTED = 1_000

/** One message on a channel, in either direction. */
export interface MessageRecord {
  /** UUIDv7. */
  readonly id: string
  readonly channel: string
  readonly accountId: string
  /** Ours. */
  readonly address: string
  /** Theirs. */
  readonly contact: string
  readonly direction: 'in' | 'out'
  readonly text: string
  readonly mediaUrls: readonly string[]
  readonly status: string
  readonly at: Date
  readonly runId: string | null
  /** The idempotency key of a send; unique. */
  readonly key: string | null
  /** The provider's id of the message. Unique per account for incoming messages. */
  readonly providerId: string | null
}

export interface MessageRepository {
  /**
   * Stores a message once per `key`, and an incoming one once per `accountId` and `providerId`. When it was stored
   * before, `inserted` is false and `message` is the stored one.
   */
  insert(message: MessageRecord): Promise<{ readonly message: MessageRecord; readonly inserted: boolean }>
  /**
   * Sets the status of an outgoing message, unless its status is one of `unless`. Returns the changed message; undefined
   * when none was changed.
   */
  setStatus(change: {
    readonly accountId: string
    readonly providerId: string
    readonly status: string
    readonly unless: readonly string[]
  }): Promise<MessageRecord | undefined>
  update(id: string, change: { readonly status?: string; readonly runId?: string }): Promise<void>
  /** Newest first; `next` leads to older ones. */
  conversation(options: {
    readonly accountId?: string
    readonly channel?: string
    readonly address?: string
    readonly contact?: string
    readonly limit: number
    readonly after?: string
  }): Promise<Page<MessageRecord>>
  /** How many messages were sent from `address` to `contact` since then. */
  countSent(options: { readonly address: string; readonly contact: string; readonly since: Date }): Promise<number>
}

export function createMessageRepository(kysely: Kysely<Tables>): MessageRepository {
  return {
    async insert(message) {
      const inserted = await kysely
        .insertInto('message')
        .values({ ...message, mediaUrls: jsonText(message.mediaUrls) })
        .onConflict((conflict) => conflict.doNothing())
        .returningAll()
        .executeTakeFirst()
      if (inserted !== undefined) return { message: inserted, inserted: true }
      const earlier = await kysely
        .selectFrom('message')
        .selectAll()
        .where(isSameMessage(message))
        .executeTakeFirstOrThrow()
      return { message: earlier, inserted: false }
    },
    setStatus: async ({ accountId, providerId, status, unless }) =>
      kysely
        .updateTable('message')
        .set({ status })
        .where('direction', '=', 'out')
        .where('accountId', '=', accountId)
        .where('providerId', '=', providerId)
        .where('status', 'not in', unless)
        .returningAll()
        .executeTakeFirst(),
    async update(id, change) {
      await kysely.updateTable('message').set(change).where('id', '=', id).execute()
    },
    async conversation({ accountId, channel, address, contact, limit, after }) {
      let query = kysely.selectFrom('message').selectAll()
      if (accountId !== undefined) query = query.where('accountId', '=', accountId)
      if (channel !== undefined) query = query.where('channel', '=', channel)
      if (address !== undefined) query = query.where('address', '=', address)
      if (contact !== undefined) query = query.where('contact', '=', contact)
      if (after !== undefined) query = query.where('id', '<', idCursor(after))
      const rows = await query
        .orderBy('id', 'desc')
        .limit(limit + 1)
        .execute()
      return toPage(rows, limit, ({ id }) => id)
    },
    async countSent({ address, contact, since }) {
      const { count } = await kysely
        .with('latest', (cte) =>
          cte
            .selectFrom('message')
            .select('at')
            .where('contact', '=', contact)
            .where('address', '=', address)
            .where('direction', '=', 'out')
            .orderBy('id', 'desc')
            .limit(MOST_COUNTED),
        )
        .selectFrom('latest')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .where('at', '>=', since)
        .executeTakeFirstOrThrow()
      return count
    },
  }
}

/** The same conditions as the unique indexes of the table. */
function isSameMessage({ key, direction, accountId, providerId }: MessageRecord): RawBuilder<boolean> {
  if (key !== null) return sql<boolean>`key = ${key}`
  return sql<boolean>`direction = ${direction} and account_id = ${accountId} and provider_id = ${providerId}`
}
