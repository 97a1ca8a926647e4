import { sql, type Transaction } from 'kysely'
import type { Tables } from '../store/schema/tables.ts'

/** Whether a step of a run has changed this conversation before, by the key that its items have. */
export async function isStepDone(transaction: Transaction<Tables>, conversationId: string, key: string) {
  const item = await transaction
    .selectFrom('conversationItem')
    .select('id')
    .where('conversationId', '=', conversationId)
    .where(sql<boolean>`detail ->> 'key' = ${key}`)
    .limit(1)
    .executeTakeFirst()
  return item !== undefined
}
