import { sql } from 'kysely'
import type { Database } from '../database.ts'
import { jsonText } from '../json-text.ts'
import { sqlState } from '../store-errors.ts'
import { DEFAULT_PARTITIONS, dayOfPartition, type PartitionPair, partitionPair } from '../upkeep/partitions.ts'
import { timeOfId } from '../uuid.ts'
import { type FlushParts, type FlushValues, flushStatement } from './flush-statement.ts'
import type { RecordEncoders } from './record-encoders.ts'
import type { EncodedRow } from './record-rows.ts'

/** What a flush answers, for the records that were not simply stored. */
export interface FlushException {
  readonly runId: string
  /** The run that holds the key; null when the record was refused: another owner, or final. */
  readonly winner: string | null
  readonly conflict: boolean
  /** The record was stored; somebody asked for the run to be cancelled. */
  readonly isCancelled: boolean
}

/**
 * Stores a group of records of one day, at most one per run, in one statement: all of them or none. The records of a
 * day without partitions of its own are in the default ones.
 */
export async function flushRows(
  database: Pick<Database, 'records' | 'prepared'>,
  rows: readonly EncodedRow[],
  context: FlushContext,
): Promise<readonly FlushException[]> {
  const [first] = rows
  if (first === undefined) return []
  const group = groupOf(database.records, rows, context)
  const store = async (partitions: PartitionPair) => {
    const statement = flushStatement({
      ...group.parts,
      runTable: partitions.run,
      stepTable: partitions.step,
    })
    const values = group.values()
    return database.prepared<FlushException>(
      statement,
      statement.parameters.map((parameter) => values[parameter]),
    )
  }
  const ofDay = partitionPair(dayOfPartition(timeOfId(first.runId)))
  try {
    return await store(ofDay)
  } catch (error) {
    if (sqlState(error) !== UNDEFINED_TABLE) throw error
  }
  try {
    return await store(DEFAULT_PARTITIONS)
  } catch (error) {
    // Somebody has just made the day's partitions.
    if (sqlState(error) !== CHECK_VIOLATION) throw error
    return store(ofDay)
  }
}

export interface FlushContext {
  readonly processId: string
  readonly now: Date
}

const UNDEFINED_TABLE = '42P01'
const CHECK_VIOLATION = '23514'

function groupOf(
  encoders: RecordEncoders,
  rows: readonly EncodedRow[],
  { processId, now }: FlushContext,
): { readonly parts: Omit<FlushParts, 'runTable' | 'stepTable'>; readonly values: () => FlushValues } {
  const accepts = rows.filter(({ kind }) => kind === 'accept')
  const changes = rows.filter(({ kind }) => kind === 'change')
  const steps = rows.flatMap((row) => row.steps)
  return {
    parts: {
      hasAccepts: accepts.length > 0,
      hasKeys: accepts.some(({ hasKey }) => hasKey),
      hasChanges: changes.length > 0,
      hasSteps: steps.length > 0,
      hasCounts: rows.some(({ isCounted }) => isCounted),
    },
    // Made for each try, which may use the bytes up.
    values: () => ({
      accepts: encoders.accept.list(accepts.map(({ run }) => run)),
      changes: encoders.change.list(changes.map(({ run }) => run)),
      steps: encoders.step.list(steps),
      process: processId,
      now: now.toISOString(),
    }),
  }
}

/**
 * Which of these records are in the database already: their flush was committed although its reply was lost.
 * Accepted runs are never among them, because accepting one twice changes nothing.
 */
export async function findStored(database: Database, rows: readonly EncodedRow[]): Promise<ReadonlySet<string>> {
  const marks = rows.filter(({ kind }) => kind === 'change').map(({ runId, mark }) => ({ runId, ...mark }))
  if (marks.length === 0) return new Set()
  const { rows: stored } = await sql<{ runId: string }>`
    select "runId" from json_to_recordset(${jsonText(marks)}::json) as mark (
      "runId" uuid, epoch integer, seq integer, "endedAt" timestamptz)
    where exists (select from run_step as step
        where step.run_id = "runId" and step.seq = mark.seq and step.epoch = mark.epoch)
      or mark.seq is null and exists (select from run
        where run.id = "runId" and run.epoch = mark.epoch and run.finished_at = mark."endedAt")`.execute(
    database.kysely,
  )
  return new Set(stored.map(({ runId }) => runId))
}
