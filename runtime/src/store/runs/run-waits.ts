import type { JsonObject } from '@patchbay/shared/json'
import type { Kysely, Selectable, Transaction } from 'kysely'
import { jsonText } from '../json-text.ts'
import type { RunWaitTable } from '../schema/message-tables.ts'
import type { RunTable } from '../schema/run-tables.ts'
import type { Tables } from '../schema/tables.ts'
import { claimWaiting } from './claim-runs.ts'
import type { Wake } from './run-records.ts'

export type RunWait = Selectable<RunWaitTable>

/** Waits with this key, the latest first, whether their runs still wait or not. */
export function waitsFor(kysely: Kysely<Tables>, key: string): Promise<readonly RunWait[]> {
  return kysely
    .selectFrom('runWait')
    .selectAll()
    .where('key', '=', key)
    .orderBy('askedAt', 'desc')
    .orderBy('runId', 'desc')
    .execute()
}

/**
 * Locks the run of a wait and says whether it still waits. A run that has announced its wait and is still sending
 * counts as waiting.
 */
export async function isWaiting(kysely: Kysely<Tables>, { runId, waitNo }: RunWait): Promise<boolean> {
  const row = await kysely
    .selectFrom('run')
    .select('id')
    .where('id', '=', runId)
    .where('waitNo', '=', waitNo)
    .where('status', 'in', ['running', 'waiting'])
    .where('waitingFor', 'is not', null)
    .forUpdate()
    .executeTakeFirst()
  return row !== undefined
}

/** The latest wait with this key whose run still waits; its run is locked. Waits that are over are forgotten. */
export async function latestWait(transaction: Transaction<Tables>, key: string): Promise<RunWait | undefined> {
  for (const wait of await waitsFor(transaction, key)) {
    if (await isWaiting(transaction, wait)) return wait
    await forget(transaction, wait)
  }
  return undefined
}

/** Ends a wait that `latestWait` has found: its run goes on with `event` in this process. */
export async function endWait(
  transaction: Transaction<Tables>,
  wait: RunWait,
  { processId, event }: { readonly processId: string; readonly event: JsonObject },
): Promise<Selectable<RunTable>> {
  const wake: Wake = { reason: 'event', event }
  const [row] = await claimWaiting(transaction, [wait.runId], { processId, wake: jsonText(wake) })
  await forget(transaction, wait)
  // `latestWait` has locked the row.
  if (row === undefined) throw new Error('A waiting run is missing.')
  return row
}

async function forget(kysely: Kysely<Tables>, { runId, waitNo }: RunWait): Promise<void> {
  await kysely.deleteFrom('runWait').where('runId', '=', runId).where('waitNo', '=', waitNo).execute()
}
