import { type Selectable, sql, type Transaction } from 'kysely'
import type { Database } from './database.ts'
import { hasRecentHeartbeat } from './process-repository.ts'
import type { OpenRun, StepRow } from './run-records.ts'
import { stepsOfRuns } from './run-steps.ts'
import type { RunTable, Tables } from './tables.ts'
import { timeOfId } from './uuid.ts'

const BATCH = 200
/** Any number that nothing else locks by. */
const SWEEP_LOCK = 7_246_118

/**
 * Takes unfinished runs whose owner is not alive, oldest first, and answers what is needed to continue them. The
 * new epoch shuts the old owner out, should it still be writing.
 */
export async function takeOverRuns(database: Database, processId: string, limit = BATCH): Promise<OpenRun[]> {
  const runs = await database.kysely.transaction().execute(async (transaction) => {
    // One sweep at a time, of all processes.
    await sql`select pg_advisory_xact_lock(${sql.lit(SWEEP_LOCK)})`.execute(transaction)
    const ids = await ownerless(database.kind, transaction, processId, limit)
    return ids.length === 0 ? [] : claim(transaction, processId, ids)
  })
  const ids = runs.map(({ id }) => id)
  const steps = await stepsOfRuns(database.kysely, ids)
  return runs.map((run) => openRun(run, steps.get(run.id) ?? []))
}

async function ownerless(
  kind: Database['kind'],
  transaction: Transaction<Tables>,
  processId: string,
  limit: number,
): Promise<string[]> {
  const open = transaction
    .selectFrom('run')
    .select('id')
    .where('status', 'in', ['queued', 'running'])
    .where('ownerId', 'is distinct from', processId)
    .orderBy('id')
    .limit(limit)
    .forUpdate()
    .skipLocked()
  // One process at a time uses the embedded database, so every other owner is dead.
  const query = kind === 'pglite' ? open : open.where(sql<boolean>`not exists (${aliveOwner(transaction)})`)
  return (await query.execute()).map(({ id }) => id)
}

function aliveOwner(transaction: Transaction<Tables>) {
  return transaction
    .selectFrom('process')
    .select('process.id')
    .whereRef('process.id', '=', sql.ref('run.owner_id'))
    .where(hasRecentHeartbeat())
}

async function claim(
  transaction: Transaction<Tables>,
  processId: string,
  ids: readonly string[],
): Promise<Selectable<RunTable>[]> {
  const runs = await transaction
    .updateTable('run')
    .set((run) => ({ ownerId: processId, epoch: run('epoch', '+', 1) }))
    .where('id', 'in', ids)
    .returningAll()
    .execute()
  return runs.sort((one, other) => (one.id < other.id ? -1 : 1))
}

function openRun(run: Selectable<RunTable>, steps: readonly StepRow[]): OpenRun {
  return {
    id: run.id,
    flowId: run.flowId,
    version: run.version,
    epoch: run.epoch,
    status: run.status,
    input: run.input,
    trigger: { nodeId: run.triggerNodeId, type: run.triggerType },
    contact: run.contact,
    address: run.address,
    startedAt: timeOfId(run.id),
    nextNodeId: run.nextNodeId,
    cancelRequested: run.cancelRequested,
    steps,
  }
}
