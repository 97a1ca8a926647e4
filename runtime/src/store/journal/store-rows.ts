import type { Database } from '../database.ts'
import type { EncodedRow } from '../runs/record-rows.ts'
import { type FlushContext, flushRows } from '../runs/run-flush.ts'
import { faultOf } from '../store-errors.ts'

/** Runs the statement that stores rows, in a transaction of its own. */
export type Store = Pick<Database, 'records' | 'eventWants' | 'prepared'>

export interface StoreRowsOptions extends FlushContext {
  onStored(runIds: readonly string[]): void
  /**
   * Called for records that the tables reject. Should never happen; the caller was already answered, so this can only
   * report.
   */
  onLost(error: unknown, runIds: readonly string[]): void
}

/**
 * Writes rows of one day, at most one per run, to the tables. A refused group is halved until each refused record is
 * alone.
 * @throws the database's error when it cannot be reached; rows that were not reported as stored can be tried again
 */
export async function storeRows(store: Store, rows: readonly EncodedRow[], options: StoreRowsOptions): Promise<void> {
  const ids = rows.map(({ runId }) => runId)
  try {
    const exceptions = await flushRows(store, rows, options)
    options.onStored(ids)
    const refused = exceptions
      .filter(({ isCancelled, previous }) => !isCancelled && previous === null)
      .map(({ runId }) => runId)
    if (refused.length > 0) options.onLost(new Error('The run has ended or belongs to another process.'), refused)
  } catch (error) {
    if (faultOf(error) !== 'refused') throw error
    if (rows.length === 1) {
      options.onStored(ids)
      options.onLost(error, ids)
      return
    }
    const middle = Math.ceil(rows.length / 2)
    await storeRows(store, rows.slice(0, middle), options)
    await storeRows(store, rows.slice(middle), options)
  }
}
