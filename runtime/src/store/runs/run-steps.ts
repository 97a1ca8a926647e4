import type { Kysely } from 'kysely'
import type { Tables } from '../schema/tables.ts'
import type { StepRow } from './run-records.ts'

/** The stored steps of these runs by run id, each list in order. */
export async function stepsOfRuns(
  kysely: Kysely<Tables>,
  runIds: readonly string[],
): Promise<ReadonlyMap<string, readonly StepRow[]>> {
  if (runIds.length === 0) return new Map()
  const rows = await kysely
    .selectFrom('runStep')
    .select(['runId', 'seq', 'nodeId', 'visit', 'type', 'name', 'exit', 'inputs', 'outputs', 'variables'])
    .select(['warnings', 'error', 'startedAt', 'durationMs', 'attempts'])
    .where('runId', 'in', runIds)
    .orderBy('runId')
    .orderBy('seq')
    .execute()
  const steps = new Map<string, StepRow[]>()
  for (const { runId, attempts, ...single } of rows) {
    const step: StepRow = attempts === null ? single : { ...single, attempts }
    const known = steps.get(runId)
    if (known === undefined) steps.set(runId, [step])
    else known.push(step)
  }
  return steps
}
