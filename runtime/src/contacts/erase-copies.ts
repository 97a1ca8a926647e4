import type { AccountEvent } from '@patchbay/shared/api'
import type { Transaction } from 'kysely'
import type { ErasedContact } from '../kit/erased-contact.ts'
import { jsonText } from '../store/json-text.ts'
import type { Tables } from '../store/schema/tables.ts'

/** Takes a contact out of what the pages of accounts show of the last calls of their services. */
export async function eraseFromCallbacks(
  transaction: Transaction<Tables>,
  { ownRuns, hideWords }: Pick<ErasedContact, 'ownRuns' | 'hideWords'>,
): Promise<void> {
  // In one order, so that two who erase do not wait for each other.
  const logs = await transaction
    .selectFrom('callbackLog')
    .select(['accountId', 'items'])
    .orderBy('accountId')
    .forUpdate()
    .execute()
  for (const { accountId, items } of logs) {
    const before = jsonText([...items])
    const after = jsonText(items.map((item) => hideWords({ ...withoutAuthor(item, ownRuns) })))
    if (after === before) continue
    await transaction.updateTable('callbackLog').set({ items: after }).where('accountId', '=', accountId).execute()
  }
}

function withoutAuthor(item: AccountEvent, ownRuns: ReadonlySet<string>): AccountEvent {
  if (item.runId === null || !ownRuns.has(item.runId)) return item
  const { from: _from, ...left } = item
  return left
}
