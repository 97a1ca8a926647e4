import type { MessageContent } from '@patchbay/shared/api'
import type { Kysely } from 'kysely'
import { jsonText } from '../json-text.ts'
import type { Tables } from '../schema/tables.ts'
import { REMEMBERED_MS } from './message-queries.ts'
import type { StoredMessage } from './message-records.ts'

/** What the author of a message made of it. */
export interface ChangeRecord {
  readonly accountId: string
  readonly providerId: string
  /** Null: the message was deleted. */
  readonly content: MessageContent | null
  /** An earlier change does not replace a later one, and none replaces a deletion. */
  readonly changedAt: Date
}

/** Status of a message that its author has deleted. */
const DELETED = 'deleted'

/**
 * Stores a change of a message from a contact and returns the message. A change that comes before its message waits in
 * `message_key` and is taken over with the message. Two statements, as for receipts.
 */
export function storeChange(
  kysely: Kysely<Tables>,
  { accountId, providerId, content, changedAt }: ChangeRecord,
  now: Date,
): Promise<StoredMessage | undefined> {
  const changed = { content: jsonText(content ?? {}), changedAt }
  const status = content === null ? DELETED : null
  return kysely.transaction().execute(async (transaction) => {
    const key = await transaction
      .insertInto('messageKey')
      .values({
        accountId,
        direction: 'in',
        providerId,
        messageId: null,
        runId: null,
        expiresAt: new Date(now.getTime() + REMEMBERED_MS),
        status,
        ...changed,
      })
      .onConflict((conflict) =>
        conflict
          .columns(['accountId', 'providerId', 'direction'])
          .doUpdateSet({ status, ...changed })
          .where('messageKey.status', 'is distinct from', DELETED)
          .where(({ eb, or }) =>
            or([
              eb('messageKey.changedAt', 'is', null),
              eb('messageKey.changedAt', '<', changedAt),
              ...(status === null ? [] : [eb.val(true)]),
            ]),
          ),
      )
      .returning('messageId')
      .executeTakeFirst()
    if (key === undefined || key.messageId === null) return undefined
    return await transaction
      .updateTable('message')
      .set({ content: changed.content, editedAt: changedAt, ...(status === null ? {} : { status }) })
      .where('id', '=', key.messageId)
      .returningAll()
      .executeTakeFirst()
  })
}
