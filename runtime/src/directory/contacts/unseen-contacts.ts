import { sql, type Transaction } from 'kysely'
import type { Tables } from '../../store/schema/tables.ts'

/** A whole synchronization begins. */
export async function forgetSeen(transaction: Transaction<Tables>, accountId: string): Promise<void> {
  await transaction.deleteFrom('directorySeen').where('accountId', '=', accountId).execute()
}

/** Notes what a page of a whole synchronization had. */
export async function noteSeen(
  transaction: Transaction<Tables>,
  accountId: string,
  externalIds: readonly string[],
): Promise<void> {
  await sql`insert into directory_seen (account_id, external_id)
    select ${accountId}::uuid, id from unnest(${externalIds}::text[]) as id
    on conflict do nothing`.execute(transaction)
}

/** The service has these contacts, although they cannot be read. */
export async function noteBack(
  transaction: Transaction<Tables>,
  accountId: string,
  externalIds: readonly string[],
): Promise<void> {
  if (externalIds.length === 0) return
  await sql`update contact_external_id set unseen_since = null
    where source = ${accountId} and external_id = any (${externalIds}::text[]) and unseen_since is not null`.execute(
    transaction,
  )
}

/** Marks the contacts that no page of a whole synchronization had. Returns how many are newly missing. */
export async function markUnseen(transaction: Transaction<Tables>, accountId: string, at: Date): Promise<number> {
  const { numAffectedRows = 0n } = await sql`update contact_external_id as known set unseen_since = ${at}
    where source = ${accountId} and synced is not null and unseen_since is null and not exists (
      select from directory_seen as seen
      where seen.account_id = ${accountId}::uuid and seen.external_id = known.external_id)`.execute(transaction)
  await forgetSeen(transaction, accountId)
  return Number(numAffectedRows)
}
