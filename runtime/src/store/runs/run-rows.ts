import type { Address } from '@patchbay/shared/api'
import { type Kysely, type Selectable, sql } from 'kysely'
import type { RunTable } from '../schema/run-tables.ts'
import type { Tables } from '../schema/tables.ts'
import { timeOfId } from '../uuid.ts'
import type { Parent } from './run-records.ts'
import type { RunRow } from './run-repository.ts'

/** Runs with the columns that a list shows. */
export function selectRuns(kysely: Kysely<Tables>) {
  return kysely
    .selectFrom('run')
    .leftJoin('flow', 'flow.id', 'run.flowId')
    .select(['run.id', 'run.flowId', 'run.version', 'run.status', 'run.triggerNodeId', 'run.triggerType'])
    .select([
      'run.contact',
      'run.channel',
      'run.address',
      'run.waitingFor',
      'run.finishedAt',
      'run.error',
      'run.failedStep',
    ])
    .select(['run.warningCount', 'run.dueAt', 'run.replayOf', 'run.replayFrom', 'flow.name as flowName'])
    .select(['run.parentId', 'run.parent', 'run.test'])
}

type ListedColumns = Pick<
  Selectable<RunTable>,
  | 'id'
  | 'flowId'
  | 'version'
  | 'status'
  | 'triggerNodeId'
  | 'triggerType'
  | 'contact'
  | 'channel'
  | 'address'
  | 'waitingFor'
  | 'finishedAt'
  | 'error'
  | 'failedStep'
  | 'warningCount'
  | 'dueAt'
  | 'replayOf'
  | 'replayFrom'
  | 'parentId'
  | 'parent'
  | 'test'
> & { readonly flowName: string | null }

export async function toRunRows(kysely: Kysely<Tables>, rows: readonly ListedColumns[]): Promise<RunRow[]> {
  const zones = await timeZones(kysely, [...new Set(rows.map(({ flowId }) => flowId))])
  const starters = await flowsOfRuns(kysely, [...new Set(rows.flatMap(({ parentId }) => parentId ?? []))])
  return rows.map((row) => ({
    ...toRunRow(row, zones.get(row.flowId) ?? null),
    parentFlow: row.parentId === null ? null : (starters.get(row.parentId) ?? null),
  }))
}

/** Names of flows by the ids of their runs. */
async function flowsOfRuns(kysely: Kysely<Tables>, runIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (runIds.length === 0) return new Map()
  const rows = await kysely
    .selectFrom('run')
    .innerJoin('flow', 'flow.id', 'run.flowId')
    .select(['run.id', 'flow.name'])
    .where('run.id', 'in', runIds)
    .execute()
  return new Map(rows.map(({ id, name }) => [id, name]))
}

/** Time zones by flow id. Reads a document once, however many of the runs belong to its flow. */
async function timeZones(kysely: Kysely<Tables>, flowIds: readonly string[]): Promise<ReadonlyMap<string, string>> {
  if (flowIds.length === 0) return new Map()
  const rows = await kysely
    .selectFrom('flow')
    .select('id')
    .select(sql<string>`document->'settings'->>'timeZone'`.as('timeZone'))
    .where('id', 'in', flowIds)
    .execute()
  return new Map(rows.map(({ id, timeZone }) => [id, timeZone]))
}

function toRunRow(row: ListedColumns, timeZone: string | null): Omit<RunRow, 'parentFlow'> {
  return {
    id: row.id,
    flowId: row.flowId,
    flowName: row.flowName ?? '',
    timeZone,
    version: row.version,
    status: row.status,
    trigger: { nodeId: row.triggerNodeId, type: row.triggerType },
    contact: row.contact,
    address: toAddress(row),
    waitingFor: row.waitingFor,
    waitingUntil: row.dueAt,
    startedAt: timeOfId(row.id),
    finishedAt: row.finishedAt,
    error: row.error,
    failedStep: row.failedStep,
    warnings: row.warningCount,
    replayOf: row.replayOf === null ? null : { runId: row.replayOf, fromStep: row.replayFrom ?? 1 },
    parent: toParent(row),
    test: row.test,
  }
}

/** The run that has started this one, which a run stores in two columns. */
export function toParent({ parentId, parent }: Pick<Selectable<RunTable>, 'parentId' | 'parent'>): Parent | null {
  return parentId === null || parent === null ? null : { runId: parentId, ...parent }
}

/** Our address, which a run stores in two columns. */
export function toAddress({ channel, address }: Pick<Selectable<RunTable>, 'channel' | 'address'>): Address | null {
  return channel === null || address === null ? null : { channel, value: address }
}
