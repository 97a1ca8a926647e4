import type { RunErrorBody } from '@patchbay/shared/api'
import type { Kysely } from 'kysely'
import { jsonText } from '../json-text.ts'
import type { Tables } from '../schema/tables.ts'
import { REMEMBERED_MS } from './message-queries.ts'
import type { StoredMessage } from './message-records.ts'

/** What a service reports about a message that was sent. */
export interface ReceiptRecord {
  readonly accountId: string
  readonly providerId: string
  readonly status: string
  readonly error: RunErrorBody | null
  /** Statuses that it must not replace. */
  readonly unless: readonly string[]
}

/**
 * Stores a receipt and returns the message that it has changed. A receipt that comes before its message is stored waits
 * in `message_key` and is taken over with the message. Two statements, because the second one must see a message that
 * was being stored while the first one waited for it.
 */
export function storeReceipt(
  kysely: Kysely<Tables>,
  { accountId, providerId, status, error, unless }: ReceiptRecord,
  now: Date,
): Promise<StoredMessage | undefined> {
  return kysely.transaction().execute(async (transaction) => {
    const reported = { status, error: error === null ? null : jsonText(error) }
    const expiresAt = new Date(now.getTime() + REMEMBERED_MS)
    const key = await transaction
      .insertInto('messageKey')
      .values({ accountId, direction: 'out', providerId, messageId: null, runId: null, expiresAt, ...reported })
      .onConflict((conflict) =>
        conflict
          .columns(['accountId', 'providerId', 'direction'])
          .doUpdateSet(reported)
          .where(({ eb, or }) => or([eb('messageKey.status', 'is', null), eb('messageKey.status', 'not in', unless)])),
      )
      .returning('messageId')
      .executeTakeFirst()
    if (key === undefined || key.messageId === null) return undefined
    return await transaction
      .updateTable('message')
      .set(reported)
      .where('id', '=', key.messageId)
      .where('status', 'not in', unless)
      .returningAll()
      .executeTakeFirst()
  })
}
