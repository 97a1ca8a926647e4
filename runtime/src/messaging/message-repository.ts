import type { Page } from '@patchbay/shared/api'
import type { Kysely } from 'kysely'
import { jsonText } from '../store/json-text.ts'
import { idCursor, toPage } from '../store/paging.ts'
import type { Tables } from '../store/schema/tables.ts'

/** Counting stops here: nobody asks whether it were more. */
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
  readonly key: string | null
}

export interface MessageRepository {
  /** Stores a message once per `key`: `inserted` is false and `message` the earlier one when the key is taken. */
  insert(message: MessageRecord): Promise<{ readonly message: MessageRecord; readonly inserted: boolean }>
  update(id: string, change: { readonly status?: string; readonly runId?: string }): Promise<void>
  /** Newest first; `next` leads to older ones. */
  conversation(options: {
    readonly accountId?: string
    readonly address?: string
    readonly contact?: string
    readonly limit: number
    readonly after?: string
  }): Promise<Page<MessageRecord>>
  /** How many were sent from `address` to `contact` since then. */
  countSent(options: { readonly address: string; readonly contact: string; readonly since: Date }): Promise<number>
}

export function createMessageRepository(kysely: Kysely<Tables>): MessageRepository {
  return {
    async insert(message) {
      const inserted = await kysely
        .insertInto('message')
        .values({ ...message, mediaUrls: jsonText(message.mediaUrls) })
        .onConflict((conflict) => conflict.column('key').doNothing())
        .returningAll()
        .executeTakeFirst()
      if (inserted !== undefined) return { message: inserted, inserted: true }
      const earlier = await kysely
        .selectFrom('message')
        .selectAll()
        .where('key', '=', message.key)
        .executeTakeFirstOrThrow()
      return { message: earlier, inserted: false }
    },
    async update(id, change) {
      await kysely.updateTable('message').set(change).where('id', '=', id).execute()
    },
    async conversation({ accountId, address, contact, limit, after }) {
      let query = kysely.selectFrom('message').selectAll()
      if (accountId !== undefined) query = query.where('accountId', '=', accountId)
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
