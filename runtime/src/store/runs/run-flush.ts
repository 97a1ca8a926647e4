import { sql } from 'kysely'
import type { Database } from '../database.ts'
import { jsonText } from '../json-text.ts'
import { sqlState } from '../store-errors.ts'
import { type DayPartitions, DEFAULT_PARTITIONS, dayOfPartition, partitionsOf } from '../upkeep/partitions.ts'
import { timeOfId } from '../uuid.ts'
import { type FlushParts, type FlushValues, flushStatement } from './flush-statement.ts'
import type { RecordEncoders } from './record-encoders.ts'
import type { EncodedRow } from './record-rows.ts'

/** Result of a flush for a record that was not simply stored. */
export interface FlushException {
  readonly runId: string
  /** The run that holds the key. Null when the record was refused: the run has another owner or has ended. */
  readonly winner: string | null
  readonly conflict: boolean
  /** The record was stored, and cancelling its run was requested. */
  readonly isCancelled: boolean
  /** The message that has the service's id of this one already. Its run, if any, is the `winner`. */
  readonly earlier: string | null
  /** The message is for a run that waits or for a person. Nothing was stored. */
  readonly isDiverted: boolean
  /** The record was stored. The run before it in its conversation belongs to another process. */
  readonly previous: string | null
}

/**
 * Stores a group of records of one day, at most one per run, in one statement: all of them or none. Records of a day
 * that has no partitions of its own are stored in the default partitions.
 */
export async function flushRows(
  database: Pick<Database, 'records' | 'eventWants' | 'prepared'>,
  rows: readonly EncodedRow[],
  context: FlushContext,
): Promise<readonly FlushException[]> {
  const [first] = rows
  if (first === undefined) return []
  const group = groupOf(database.records, rows, context)
  const store = async (partitions: DayPartitions) => {
    const statement = flushStatement({
      ...group.parts,
      hasRunStarts: database.eventWants.has('RUN/STARTED'),
      hasRunEvents: database.eventWants.has('RUN/FAILED') || database.eventWants.has('RUN/SUCCEEDED'),
      runTable: partitions.run,
      stepTable: partitions.step,
    })
    const values = group.values()
    return database.prepared<FlushException>(
      statement,
      statement.parameters.map((parameter) => values[parameter]),
    )
  }
  const ofDay = partitionsOf(dayOfPartition(timeOfId(first.runId)))
  try {
    return await store(ofDay)
  } catch (error) {
    if (sqlState(error) !== UNDEFINED_TABLE) throw error
  }
  try {
    return await store(DEFAULT_PARTITIONS)
  } catch (error) {
    // Another process has just created the day's partitions.
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
): {
  readonly parts: Omit<FlushParts, 'runTable' | 'stepTable' | 'hasRunStarts' | 'hasRunEvents'>
  readonly values: () => FlushValues
} {
  const accepts = rows.filter(({ kind }) => kind === 'accept')
  const changes = rows.filter(({ kind }) => kind === 'change')
  const steps = rows.flatMap((row) => row.steps)
  const messages = rows.flatMap((row) => row.messages)
  const runWaits = rows.flatMap(({ runWait }) => runWait ?? [])
  return {
    parts: {
      hasAccepts: accepts.length > 0,
      hasKeys: accepts.some(({ hasKey }) => hasKey),
      hasChanges: changes.length > 0,
      hasSteps: steps.length > 0,
      hasCounts: rows.some(({ isCounted }) => isCounted),
      hasMessages: messages.length > 0,
      hasReceived: rows.some(({ hasReceived }) => hasReceived),
      hasRunWaits: runWaits.length > 0,
    },
    // Built anew for each try, because a try may transfer the bytes away.
    values: () => ({
      accepts: encoders.accept.list(accepts.map(({ run }) => run)),
      changes: encoders.change.list(changes.map(({ run }) => run)),
      steps: encoders.step.list(steps),
      messages: encoders.message.list(messages),
      runWaits: encoders.runWait.list(runWaits),
      process: processId,
      now: now.toISOString(),
    }),
  }
}

/**
 * Finds the records that are stored already because their flush was committed although its reply was lost. Stored twice,
 * a message would count twice in its conversation.
 */
export async function findStored(database: Database, rows: readonly EncodedRow[]): Promise<ReadonlySet<string>> {
  const marks = rows.map(({ kind, runId, mark }) => ({ kind, runId, ...mark }))
  if (marks.length === 0) return new Set()
  const { rows: stored } = await sql<{ runId: string }>`
    select "runId" from json_to_recordset(${jsonText(marks)}::json) as mark (
      kind text, "runId" uuid, epoch integer, seq integer, "endedAt" timestamptz)
    where kind = 'change' and (
        exists (select from run_step as step
          where step.run_id = "runId" and step.seq = mark.seq and step.epoch = mark.epoch)
        or mark.seq is null and exists (select from run
          where run.id = "runId" and run.epoch = mark.epoch and run.finished_at = mark."endedAt"))
      or kind = 'accept' and exists (select from run where run.id = "runId")
      or kind = 'message' and exists (select from message where message.id = "runId")`.execute(database.kysely)
  return new Set(stored.map(({ runId }) => runId))
}
