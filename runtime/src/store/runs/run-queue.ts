import type { FlushRow } from './record-rows.ts'
import type { FlushException } from './run-flush.ts'

/** Larger groups store hardly more per second and make every caller wait longer. */
export const MAX_RECORDS = 128
/** New runs leave the rest of a group to runs under way, as long as these have records to store. */
const MAX_NEW = 96
const MAX_BYTES = 8 * 1024 * 1024

/** A record on its way to the database, with the functions that settle its caller's promise. */
export interface QueuedRow {
  readonly row: FlushRow
  readonly resolve: (exception: RowException | undefined) => void
  readonly reject: (error: Error) => void
}

export type RowException = Omit<FlushException, 'runId' | 'isCancelled'>

/**
 * Records on their way to the database. New runs and messages go first: a caller waits for the answer, and each is one
 * record only.
 */
export class RunQueue {
  #accepts: QueuedRow[] = []
  #changes: QueuedRow[] = []
  /** Whether large new runs left no room for changes in the last group. */
  #areChangesPassedOver = false

  get size(): number {
    return this.#accepts.length + this.#changes.length
  }

  get isEmpty(): boolean {
    return this.size === 0
  }

  add(queued: QueuedRow): void {
    if (queued.row.kind === 'change') this.#changes.push(queued)
    else this.#accepts.push(queued)
  }

  /**
   * Takes the records of one flush: at most 128 records, 8 MiB (a larger record goes alone) and one record per run,
   * because a statement changes a row only once. The rest stays in order.
   * @param onlyNew takes new runs only
   */
  takeBatch(onlyNew = false): QueuedRow[] {
    const batch = new Batch()
    if (onlyNew) {
      this.#accepts = batch.fill(this.#accepts, MAX_RECORDS)
      return batch.rows
    }
    const changes = this.#changes.length
    if (this.#areChangesPassedOver) this.#changes = batch.fill(this.#changes, MAX_RECORDS - MAX_NEW)
    this.#accepts = batch.fill(this.#accepts, batch.rows.length + MAX_NEW)
    this.#changes = batch.fill(this.#changes, MAX_RECORDS)
    this.#accepts = batch.fill(this.#accepts, MAX_RECORDS)
    this.#areChangesPassedOver = changes > 0 && this.#changes.length === changes
    return batch.rows
  }
}

class Batch {
  readonly rows: QueuedRow[] = []
  readonly #runs = new Set<string>()
  #bytes = 0

  /** Adds what fits while there are fewer than `most` records. Returns the rest. */
  fill(queue: readonly QueuedRow[], most: number): QueuedRow[] {
    const rest: QueuedRow[] = []
    let isFull = false
    for (const queued of queue) {
      isFull ||= this.rows.length >= most || !this.#hasRoomFor(queued.row.bytes)
      if (isFull || this.#runs.has(queued.row.runId)) rest.push(queued)
      else this.#add(queued)
    }
    return rest
  }

  #hasRoomFor(bytes: number): boolean {
    return this.rows.length === 0 || this.#bytes + bytes <= MAX_BYTES
  }

  #add(queued: QueuedRow): void {
    this.#runs.add(queued.row.runId)
    this.#bytes += queued.row.bytes
    this.rows.push(queued)
  }
}
