import type { Page } from '@patchbay/shared/api'
import { isTimeZone } from '@patchbay/shared/time'
import { type Kysely, sql } from 'kysely'
import { REMEMBERED_MS } from '../store/messages/message-queries.ts'
import type { StoredMessage } from '../store/messages/message-records.ts'
import { ofContacts } from '../store/messages/of-contacts.ts'
import { idCursor, toPage } from '../store/paging.ts'
import type { Tables } from '../store/schema/tables.ts'
import { lowestId } from '../store/uuid.ts'

/** Counting stops here, because no caller needs a higher figure. */
const MOST_COUNTED = 1_000

/** Messages that one read mark is about. */
const MOST_AT_ONCE = 100

/** Reads messages. The run writer stores them. */
export interface MessageRepository {
  /** Newest first; `next` leads to older ones. */
  conversation(options: {
    readonly accountId?: string
    readonly channel?: string
    readonly address?: string
    readonly contact?: string
    readonly limit: number
    readonly after?: string
  }): Promise<Page<StoredMessage>>
  /** The message that an account sent, by the service's id, for as long as that is remembered. */
  sentAs(accountId: string, providerId: string): Promise<StoredMessage | undefined>
  /** The service's ids of at most a hundred messages of the last days to the contact, latest first. */
  sentUntil(of: {
    readonly accountId: string
    readonly contact: string
    readonly until: Date
    /** Statuses that leave a message out. */
    readonly unless: readonly string[]
  }): Promise<readonly string[]>
  /** The time zone that a contact is known to be in. */
  zoneOf(contactPointId: string): Promise<string | undefined>
  /** How many messages were sent from `address` to `contact` since then, by all processes. */
  countSent(options: {
    readonly channel: string
    readonly address: string
    readonly contact: string
    readonly since: Date
  }): Promise<number>
  /** Whether the contact has written to the address since then; with an account, in the tests that it plays. */
  hasWritten(place: {
    readonly accountId?: string
    readonly channel: string
    readonly address: string
    readonly contact: string
    readonly since: Date
  }): Promise<boolean>
}

export function createMessageRepository(kysely: Kysely<Tables>): MessageRepository {
  return {
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
    sentAs: (accountId, providerId) =>
      kysely
        .selectFrom('messageKey')
        .innerJoin('message', 'message.id', 'messageKey.messageId')
        .where('messageKey.accountId', '=', accountId)
        .where('messageKey.providerId', '=', providerId)
        .where('messageKey.direction', '=', 'out')
        .selectAll('message')
        .executeTakeFirst(),
    async sentUntil({ accountId, contact, until, unless }) {
      const rows = await kysely
        .selectFrom('message')
        .select('providerId')
        .where('contact', '=', contact)
        .where('accountId', '=', accountId)
        .where('direction', '=', 'out')
        .where('at', '<=', until)
        .where('id', '>=', lowestId(new Date(until.getTime() - REMEMBERED_MS)))
        .where('status', 'not in', unless)
        .orderBy('id', 'desc')
        .limit(MOST_AT_ONCE)
        .execute()
      return rows.flatMap(({ providerId }) => providerId ?? [])
    },
    async zoneOf(contactPointId) {
      const row = await kysely
        .selectFrom('contactPoint')
        .innerJoin('contact', 'contact.id', 'contactPoint.contactId')
        .select('contact.timeZone')
        .where('contactPoint.id', '=', contactPointId)
        .executeTakeFirst()
      const zone = row?.timeZone ?? undefined
      return zone !== undefined && isTimeZone(zone) ? zone : undefined
    },
    async countSent({ channel, address, contact, since }) {
      const { count } = await kysely
        .with('latest', (cte) =>
          cte
            .selectFrom('message')
            .select('id')
            .where('contact', '=', contact)
            .where('address', '=', address)
            .where('channel', '=', channel)
            .where('direction', '=', 'out')
            .where(ofContacts)
            // Ids begin with the time, and name the partitions that have to be read.
            .where('id', '>=', lowestId(since))
            .limit(MOST_COUNTED),
        )
        .selectFrom('latest')
        .select(({ fn }) => fn.countAll<number>().as('count'))
        .executeTakeFirstOrThrow()
      return count
    },
    async hasWritten({ accountId, channel, address, contact, since }) {
      const found = await kysely
        .selectFrom('message')
        .select('id')
        .where('contact', '=', contact)
        .where('address', '=', address)
        .where('channel', '=', channel)
        .where('direction', '=', 'in')
        .where(accountId === undefined ? ofContacts : sql<boolean>`account_id = ${accountId}`)
        .where('id', '>=', lowestId(since))
        .limit(1)
        .executeTakeFirst()
      return found !== undefined
    },
  }
}
