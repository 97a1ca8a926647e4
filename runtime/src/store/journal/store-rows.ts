import type { Database } from '../database.ts'
import type { EncodedRow } from '../runs/record-rows.ts'
import { type FlushContext, flushRows } from '../runs/run-flush.ts'
import { faultOf } from '../store-errors.ts'

/** Runs the statement that stores rows, in a transaction of its own. */
export type Store = Pick<Database, 'records' | 'prepared'>

export interface StoreRowsOptions extends FlushContext {
  onStored(runIds: readonly string[]): void
  /** Told of what the tables do not take, against all expectation: nobody waits for an answer any more. */
  onLost(error: unknown, runIds: readonly string[]): void
}

/**
 * Puts rows of one day, at most one per run, into the tables. A group that is refused is halved until what is refused
 * is alone.
 * @throws what the database throws when it cannot be reached; the rows that were not reported stored can be tried again
 */
export async function storeRows(store: Store, rows: readonly EncodedRow[], options: StoreRowsOptions): Promise<void> {
  const ids = rows.map(({ runId }) => runId)
  try {
    const exceptions = await flushRows(store, rows, options)
    options.onStored(ids)
    const refused = exceptions.filter(({ isCancelled }) => !isCancelled).map(({ runId }) => runId)
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
