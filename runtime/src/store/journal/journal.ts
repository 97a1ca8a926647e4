import type { Database } from '../database.ts'
import type { FlushRow, MessageRow } from '../runs/record-rows.ts'
import type { OwnRun } from '../runs/run-records.ts'
import { dayOfPartition } from '../upkeep/partitions.ts'
import { timeOfId } from '../uuid.ts'
import { writeEntry } from './journal-entry.ts'
import type { JournalFile } from './journal-file.ts'
import type { KnownState } from './known-state.ts'
import { mergeRows } from './merge-rows.ts'
import { type Store, type StoreRowsOptions, storeRows } from './store-rows.ts'

/**
 * How long records are gathered. Most runs end within this time, and are then written to the tables once, in their
 * final state.
 */
const GATHER_MS = 40
/** After this time without a record the journal is cleared, so that old records are not replayed. */
const QUIET_MS = 1_000
/** Pause after the tables could not be reached. */
const PAUSE_MS = 1_000
/** With this many runs gathered, the journal does not wait for more. */
const ENOUGH_RUNS = 128
/**
 * Limits per statement: larger ones are hardly faster, block other callers longer, and leave the database larger for
 * good.
 */
const RUNS_AT_ONCE = 64
const BYTES_AT_ONCE = 8 * 1024 * 1024
/** From this many runs on, new records should wait until some are in the tables. */
const MOST_RUNS = 512

/**
 * Makes the embedded database as fast as a log. A record that the tables are sure to accept is answered once it is in
 * the journal on the disk. It is written to the tables later, together with the other records of its run. No caller can
 * see a difference: the journal is settled before any caller gets a turn at the database.
 */
export interface Journal {
  /** What it knows of the tables. Whoever writes to them in another way than by records has to tell it. */
  readonly known: KnownState
  /** The tables cannot keep up: runs under way should submit no records for the moment. */
  readonly isFull: boolean
  /** All entries with lower numbers are in the tables since the turn that goes on now has begun. */
  readonly settledBefore: number
  /**
   * Stores those of these records that the tables cannot refuse: new runs, messages that are certainly new, and the
   * next records of runs that this process executes. Returns the stored ones once they are on the disk. One call at a time, at most one record per
   * run.
   */
  take(rows: readonly FlushRow[], processId: string): Promise<ReadonlySet<FlushRow>>
  /** Called when a record is stored. It may begin or end the time in which only this process changes its run. */
  learn(row: FlushRow): void
  /** Called when this process executes a run in this epoch: only the owner changes it. */
  trust(run: OwnRun): void
  /** Leaves the decision about the next record of this run to the tables. */
  distrust(runId: string): void
  /** Writes all records that were added before to the tables. Called by the holder of the turn. */
  settle(store: Store): Promise<void>
  close(): Promise<void>
}

export interface JournalOptions {
  readonly records: Database['records']
  readonly file: JournalFile
  readonly known: KnownState
  /** Acquires a turn at the database, which settles the journal, and releases it. */
  takeTurn(): Promise<void>
  readonly onLost: StoreRowsOptions['onLost']
}

/** Records of one run that are not in the tables yet. */
interface Gathered {
  readonly processId: string
  readonly rows: readonly [FlushRow, ...FlushRow[]]
}

export function createJournal({ records, file, known, takeTurn, onLost }: JournalOptions): Journal {
  /** Epochs of runs that only this process changes. */
  const trusted = new Map<string, number>()
  let gathered = new Map<string, Gathered>()
  /** All entries with lower numbers are gathered, and after `settle` in the tables. */
  let gatheredBefore = file.next
  let settledBefore = gatheredBefore
  let isSettling = false
  let isTurnAsked = false
  let timer: NodeJS.Timeout | undefined
  let quietTimer: NodeJS.Timeout | undefined
  let written = Promise.resolve()
  let cleared = Promise.resolve()

  function isSure(row: FlushRow): boolean {
    if (!row.isIndexable) return false
    if (row.kind === 'message') return known.claims(row)
    const { kind, runId, fields, mark } = row
    if (!isFree(fields)) return false
    if (kind === 'accept') return known.claims(row)
    return fields.status !== 'queued' && trusted.get(runId) === mark.epoch
  }

  /** Whether `isSure` may hold, without claiming a key. */
  function maySure(row: FlushRow): boolean {
    return row.kind !== 'change' || trusted.has(row.runId)
  }

  async function take(rows: readonly FlushRow[], processId: string): Promise<ReadonlySet<FlushRow>> {
    if (!rows.some(maySure)) return new Set()
    clearTimeout(quietTimer)
    await cleared
    if (mostBytes(rows) > file.room) await takeTurn()
    // No await from here to the write, so that no trust can be withdrawn in between. One after another, because of two
    // records with the same key only the first is sure.
    const sure = new Set(rows.filter(isSure))
    if (sure.size > 0) {
      if (gathered.size === 0 && !isSettling) file.startOver()
      written = write([...sure].map(decided), processId)
      await written
      settleIn(pauseBefore(gathered.size))
    }
    quietTimer = setTimeout(clearQuiet, QUIET_MS)
    return sure
  }

  async function write(rows: readonly FlushRow[], processId: string): Promise<void> {
    await file.append(writeEntry({ processId, rows }))
    gatheredBefore = file.next
    for (const row of rows) {
      gather({ processId, rows: [row] })
      // A trust that was withdrawn during the write stays withdrawn.
      if (row.kind === 'accept' || trusted.has(row.runId)) learn(row)
    }
  }

  function clearQuiet(): void {
    // Records that could not be settled in this time are still needed.
    if (gathered.size === 0 && !isSettling) cleared = file.clear().catch(() => undefined)
  }

  function gather({ processId, rows }: Gathered): void {
    const [{ runId }] = rows
    const before = gathered.get(runId)
    gathered.set(runId, before === undefined ? { processId, rows } : { ...before, rows: [...before.rows, ...rows] })
  }

  function learn(row: FlushRow): void {
    known.learn(row)
    if (row.kind === 'message') return
    const { kind, runId, fields, mark } = row
    const isGivenBack = kind === 'change' && fields.status === 'queued'
    if (fields.finished_at instanceof Date || !isFree(fields) || isGivenBack) trusted.delete(runId)
    else if (kind === 'accept' || fields.status === 'running') trusted.set(runId, mark.epoch)
  }

  /** Schedules a turn, which settles the journal even when no caller asks for one. */
  function settleIn(ms: number): void {
    if (isTurnAsked || (timer !== undefined && ms > 0)) return
    clearTimeout(timer)
    timer = setTimeout(() => {
      timer = undefined
      isTurnAsked = true
      void settleNow()
    }, ms)
  }

  async function settleNow(): Promise<void> {
    const isReached = await takeTurn().then(
      () => true,
      // The next caller that asks for a turn gets the error, too.
      () => false,
    )
    isTurnAsked = false
    if (gathered.size > 0) settleIn(isReached ? pauseBefore(gathered.size) : PAUSE_MS)
  }

  async function settle(store: Store): Promise<void> {
    // Otherwise a statement that follows the withdrawal of a trust could miss a record that was still being written.
    await written.catch(() => undefined)
    const left = gathered
    const before = gatheredBefore
    gathered = new Map()
    isSettling = true
    const onStored = (runIds: readonly string[]) => {
      for (const runId of runIds) left.delete(runId)
    }
    try {
      for (const { processId, rows } of groupsOf([...left.values()])) {
        const merged = rows.map((ofRun) => mergeRows(records, ofRun))
        await storeRows(store, merged, { processId, now: new Date(), onStored, onLost })
      }
      settledBefore = before
    } finally {
      const later = gathered
      gathered = left
      for (const ofRun of later.values()) gather(ofRun)
      isSettling = false
    }
  }

  return {
    get isFull() {
      return gathered.size >= MOST_RUNS
    },
    get settledBefore() {
      return settledBefore
    },
    known,
    take,
    learn,
    trust: ({ id, epoch }) => void trusted.set(id, epoch),
    distrust: (runId) => void trusted.delete(runId),
    settle,
    async close() {
      clearTimeout(timer)
      clearTimeout(quietTimer)
      try {
        await cleared
        await takeTurn()
        await file.clear()
      } finally {
        await file.close()
      }
    },
  }
}

interface Group {
  readonly processId: string
  readonly rows: readonly Gathered['rows'][]
}

/** Groups for one statement each: runs of one day and one process, up to the limits. */
function* groupsOf(gathered: readonly Gathered[]): Generator<Group> {
  const placeOf = ({ processId, rows }: Gathered) => `${processId} ${dayOfPartition(timeOfId(rows[0].runId))}`
  for (const [place, together] of Map.groupBy(gathered, placeOf)) {
    const processId = place.slice(0, place.indexOf(' '))
    let rows: Gathered['rows'][] = []
    let bytes = 0
    for (const ofRun of together) {
      const size = ofRun.rows.reduce((sum, row) => sum + row.bytes, 0)
      if (rows.length === RUNS_AT_ONCE || (rows.length > 0 && bytes + size > BYTES_AT_ONCE)) {
        yield { processId, rows }
        rows = []
        bytes = 0
      }
      rows.push(ofRun.rows)
      bytes += size
    }
    yield { processId, rows }
  }
}

function pauseBefore(runs: number): number {
  return runs < ENOUGH_RUNS ? GATHER_MS : 0
}

/** Upper bound of the bytes that an entry with these rows needs in the file. */
function mostBytes(rows: readonly FlushRow[]): number {
  return rows.reduce((sum, { bytes, steps }) => sum + bytes + 500 + steps.length * 10, 1_000)
}

/** Whether the run is neither held nor waiting. */
function isFree({ waiting_for: waitingFor }: Exclude<FlushRow, MessageRow>['fields']): boolean {
  return waitingFor === null || waitingFor === undefined
}

/** A message from a contact that nobody else may want: the tables need not look for whom it is. */
function decided(row: FlushRow): FlushRow {
  return row.hasReceived ? { ...row, hasReceived: false } : row
}
