import { AppError } from '@patchbay/shared/errors'
import type { Transaction } from 'kysely'
import type { Tables } from '../schema/tables.ts'

/**
 * Makes these the paths of the flow, in the transaction that makes the document live. When two processes deploy the
 * same path at once, one of them fails.
 * @throws AppError PATH_IN_USE
 */
export async function claimWebhookPaths(
  transaction: Transaction<Tables>,
  flowId: string,
  listened: readonly string[],
): Promise<void> {
  await releaseWebhookPaths(transaction, flowId)
  // All deploys use the same order, so that two of them cannot deadlock.
  const paths = [...new Set(listened)].sort()
  if (paths.length === 0) return
  const claimed = await transaction
    .insertInto('webhookPath')
    .values(paths.map((path) => ({ path, flowId })))
    .onConflict((conflict) => conflict.column('path').doNothing())
    .returning('path')
    .execute()
  const own = new Set(claimed.map(({ path }) => path))
  const taken = paths.find((path) => !own.has(path))
  if (taken !== undefined) throw await pathInUse(transaction, taken)
}

export async function releaseWebhookPaths(transaction: Transaction<Tables>, flowId: string): Promise<void> {
  await transaction.deleteFrom('webhookPath').where('flowId', '=', flowId).execute()
}

async function pathInUse(transaction: Transaction<Tables>, path: string): Promise<AppError> {
  const owner = await transaction
    .selectFrom('webhookPath')
    .innerJoin('flow', 'flow.id', 'webhookPath.flowId')
    .select('flow.name')
    .where('webhookPath.path', '=', path)
    .executeTakeFirst()
  const name = owner === undefined ? 'Another flow' : `The flow "${owner.name}"`
  return new AppError('PATH_IN_USE', `${name} answers /hooks/${path} already. Choose another path.`)
}
