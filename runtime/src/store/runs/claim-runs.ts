import type { Kysely, Selectable, Transaction } from 'kysely'
import type { RunTable } from '../schema/run-tables.ts'
import type { Tables } from '../schema/tables.ts'
import { timeOfId } from '../uuid.ts'
import type { OpenRun, StepRow } from './run-records.ts'
import { toAddress, toParent } from './run-rows.ts'
import { stepsOfRuns } from './run-steps.ts'

/** Turns rows that were just claimed into runs with all that is needed to continue them, in order of acceptance. */
export async function openRuns(kysely: Kysely<Tables>, rows: readonly Selectable<RunTable>[]): Promise<OpenRun[]> {
  const inOrder = rows.toSorted((one, other) => (one.id < other.id ? -1 : 1))
  const steps = await stepsOfRuns(
    kysely,
    inOrder.map(({ id }) => id),
  )
  return inOrder.map((run) => openRun(run, steps.get(run.id) ?? []))
}

/**
 * Turns waiting runs, whose rows the transaction has locked, into queued runs of this process. The new epoch makes
 * every earlier write for the wait void.
 */
export function claimWaiting(
  transaction: Transaction<Tables>,
  ids: readonly string[],
  claim: { readonly processId: string; readonly wake: string | null },
): Promise<Selectable<RunTable>[]> {
  return transaction
    .updateTable('run')
    .set((run) => ({ status: 'queued', ownerId: claim.processId, epoch: run('epoch', '+', 1), wake: claim.wake }))
    .set({ waitingFor: null, dueAt: null })
    .where('id', 'in', ids)
    .returningAll()
    .execute()
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
    address: toAddress(run),
    startedAt: timeOfId(run.id),
    nextNodeId: run.nextNodeId,
    cancelRequested: run.cancelRequested,
    wait: run.wait,
    wake: run.wake,
    parent: toParent(run),
    test: run.test,
    steps,
  }
}
