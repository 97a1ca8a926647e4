import { bridgeAccountType } from '@patchbay/shared/api'
import type { Transaction } from 'kysely'
import type { Tables } from '../store/schema/tables.ts'
import { invalidProperties } from './check-properties.ts'

/**
 * Keeps the imported integration of an account type from being removed until the transaction has ended, so that it is not
 * outlived by an account that is made meanwhile. Types that are not imported cannot be removed.
 * @throws AppError INVALID_INPUT when it was removed already
 */
export async function holdIntegration(transaction: Transaction<Tables>, type: string): Promise<void> {
  const prefix = bridgeAccountType('')
  if (!type.startsWith(prefix)) return
  const held = await transaction
    .selectFrom('integration')
    .select('name')
    .where('name', '=', type.slice(prefix.length))
    .where('removedAt', 'is', null)
    .forShare()
    .executeTakeFirst()
  if (held !== undefined) return
  throw invalidProperties([{ path: 'type', message: 'The integration of this account was removed a moment ago.' }])
}
