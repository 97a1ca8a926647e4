import type { FlushRow } from './run-flush.ts'

const MAX_RECORDS = 500
const MAX_BYTES = 8 * 1024 * 1024

/** A record on its way to the database, with who waits for it. */
export interface QueuedRow {
  readonly row: FlushRow
  readonly resolve: (exception: RowException | undefined) => void
  readonly reject: (error: Error) => void
}

export interface RowException {
  readonly winner: string | null
  readonly conflict: boolean
  readonly isCancelled: boolean
}

/** Records in the order of arrival. */
export class RunQueue {
  #rows: QueuedRow[] = []

  get isEmpty(): boolean {
    return this.#rows.length === 0
  }

  add(row: QueuedRow): void {
    this.#rows.push(row)
  }

  /**
   * Takes what fits into one flush: at most 500 records, 8 MiB (one larger record goes alone) and one record
   * per run, because one statement changes a row once. The rest stays in order.
   */
  takeBatch(): QueuedRow[] {
    const batch: QueuedRow[] = []
    const rest: QueuedRow[] = []
    const runs = new Set<string>()
    let bytes = 0
    let isFull = false
    for (const queued of this.#rows) {
      const size = queued.row.bytes
      isFull ||= batch.length === MAX_RECORDS || (batch.length > 0 && bytes + size > MAX_BYTES)
      if (isFull || runs.has(queued.row.runId)) {
        rest.push(queued)
        continue
      }
      runs.add(queued.row.runId)
      bytes += size
      batch.push(queued)
    }
    this.#rows = rest
    return batch
  }
}
