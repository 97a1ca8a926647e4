import type { Database } from '../database.ts'
import type { EncodedRow } from '../runs/record-rows.ts'
import { findStored } from '../runs/run-flush.ts'
import { dayOfPartition } from '../upkeep/partitions.ts'
import { timeOfId } from '../uuid.ts'
import { readEntry } from './journal-entry.ts'
import type { LeftEntry } from './journal-file.ts'
import { readReplayFrom } from './replay-from.ts'
import { type StoreRowsOptions, storeRows } from './store-rows.ts'

/**
 * Writes the records that the last process left in its journal to the tables, in the order in which they were written.
 * Skips records that are there already, so a replay may be interrupted and repeated, and those of before `replayFromHere`.
 */
export async function replayJournal(
  database: Database,
  entries: readonly LeftEntry[],
  onLost: StoreRowsOptions['onLost'],
): Promise<void> {
  const options = { now: new Date(), onStored: () => undefined, onLost }
  const from = entries.length === 0 ? undefined : await readReplayFrom(database.kysely)
  const needed = entries.filter(({ number }) => from === undefined || number >= from)
  for (const { processId, rows } of needed.map(({ bytes }) => readEntry(bytes))) {
    for (const ofDay of Map.groupBy(rows, ({ runId }) => dayOfPartition(timeOfId(runId))).values()) {
      const stored = new Set([...(await findStored(database, ofDay)), ...(await findBegun(database, ofDay))])
      const missing = ofDay.filter(({ runId }) => !stored.has(runId))
      if (missing.length > 0) await storeRows(database, missing, { ...options, processId })
    }
  }
}

/**
 * Runs that are already past the begin recorded here. A begin leaves no step by which it could be found, and storing it
 * again would end what followed it, such as a wait.
 */
async function findBegun({ kysely }: Database, rows: readonly EncodedRow[]): Promise<ReadonlySet<string>> {
  const begins = rows.filter(({ kind, mark }) => kind === 'change' && mark.seq === null && mark.endedAt === null)
  if (begins.length === 0) return new Set()
  const ids = begins.map(({ runId }) => runId)
  const runs = await kysely
    .selectFrom('run')
    .select('id')
    .where('id', 'in', ids)
    .where('status', '<>', 'queued')
    .execute()
  return new Set(runs.map(({ id }) => id))
}
