import { AppError } from '@patchbay/shared/errors'
import type { Kysely } from 'kysely'
import { subscribeFlow } from '../events/subscribe-flow.ts'
import { hasOpenRuns } from '../runs/run-repository.ts'
import type { Tables } from '../schema/tables.ts'
import { lockFlow } from './flow-rows.ts'
import { releaseWebhookPaths } from './webhook-paths.ts'

/**
 * Removes a flow with its secrets, working copies and number assignments. Its row and versions stay, hidden, so that
 * the history of its runs can still be read. @throws FLOW_IN_USE while a run is open
 */
export async function removeFlow(kysely: Kysely<Tables>, id: string, at: Date): Promise<void> {
  await kysely.transaction().execute(async (transaction) => {
    await lockFlow(transaction, id)
    if (await hasOpenRuns(transaction, id)) throw flowInUse()
    await transaction.updateTable('address').set({ flowId: null }).where('flowId', '=', id).execute()
    await releaseWebhookPaths(transaction, id)
    await subscribeFlow(transaction, id, [])
    for (const table of ['secret', 'workingCopy', 'heldPace'] as const) {
      await transaction.deleteFrom(table).where('flowId', '=', id).execute()
    }
    await transaction.deleteFrom('presence').where('subjectId', '=', id).execute()
    const hidden = { deletedAt: at, liveVersion: null, liveAt: null }
    await transaction.updateTable('flow').set(hidden).where('id', '=', id).execute()
  })
}

function flowInUse(): AppError {
  return new AppError(
    'FLOW_IN_USE',
    'Runs of this flow are still open. Wait for them to end or cancel them, then delete.',
  )
}
