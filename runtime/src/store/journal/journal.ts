import type { Database } from '../database.ts'
import type { FlushRow } from '../runs/record-rows.ts'
import type { OwnRun } from '../runs/run-records.ts'
import { dayOfPartition } from '../upkeep/partitions.ts'
import { timeOfId } from '../uuid.ts'
import { writeEntry } from './journal-entry.ts'
import type { JournalFile } from './journal-file.ts'
import { mergeRows } from './merge-rows.ts'
import { type Store, type StoreRowsOptions, storeRows } from './store-rows.ts'

/** Records are gathered this long: most runs end in it, and come into the tables once, as they ended. */
const GATHER_MS = 40
/** When nothing has come for so long the journal is cleared: what is old is not to be replayed. */
const QUIET_MS = 1_000
/** After the tables could not be reached. */
const PAUSE_MS = 1_000
/** So many runs are not waited for to become more. */
const ENOUGH_RUNS = 128
/** Of one statement: larger ones are hardly faster, hold others up longer, and leave the database larger for good. */
const RUNS_AT_ONCE = 64
const BYTES_AT_ONCE = 8 * 1024 * 1024
/** Past this many, more should not come before some are in the tables. */
const MOST_RUNS = 512
/** An index takes no longer text than a third of a page; this many characters surely fit. */
const MOST_INDEXED_CHARACTERS = 500

/**
 * What makes the embedded database as fast as a log. A record that is sure to be taken is answered when it stands in
 * the journal on the disk; it comes into the tables by itself, with the others of its run. Nobody can tell the
 * difference: whoever gets a turn at the database has the journal settled first.
 */
export interface Journal {
  /** The tables cannot keep up: no more of what is under way should come for the moment. */
  readonly isFull: boolean
  /**
   * Takes those of these records that nothing in the tables can refuse (new runs, and what comes next of runs that are
   * worked on here) and answers which these were, once they are on the disk. One call at a time, at most one record
   * per run.
   */
  take(rows: readonly FlushRow[], processId: string): Promise<ReadonlySet<FlushRow>>
  /** This record is stored: it may begin or end the time in which only this process changes its run. */
  learn(row: FlushRow): void
  /** This run is worked on in this process, in this epoch: only its owner changes it. */
  trust(run: OwnRun): void
  /** About the next record of this run the tables decide. */
  distrust(runId: string): void
  /** Puts all that was added before into the tables. For whoever has the turn. */
  settle(store: Store): Promise<void>
  close(): Promise<void>
}

export interface JournalOptions {
  readonly records: Database['records']
  readonly file: JournalFile
  /** Takes a turn at the database, which settles the journal, and gives it back. */
  takeTurn(): Promise<void>
  readonly onLost: StoreRowsOptions['onLost']
}

/** The records of one run that are not in the tables yet. */
interface Gathered {
  readonly processId: string
  readonly rows: readonly [FlushRow, ...FlushRow[]]
}

export function createJournal({ records, file, takeTurn, onLost }: JournalOptions): Journal {
  /** Epochs of runs that only this process changes. */
  const trusted = new Map<string, number>()
  let gathered = new Map<string, Gathered>()
  let isSettling = false
  let isTurnAsked = false
  let timer: NodeJS.Timeout | undefined
  let quietTimer: NodeJS.Timeout | undefined
  let written = Promise.resolve()
  let cleared = Promise.resolve()

  function isSure({ kind, runId, hasKey, fields, mark }: FlushRow): boolean {
    if (!isFree(fields)) return false
    if (kind === 'accept') return !hasKey && isShort(fields.contact) && isShort(fields.address)
    return fields.status !== 'queued' && trusted.get(runId) === mark.epoch
  }

  async function take(rows: readonly FlushRow[], processId: string): Promise<ReadonlySet<FlushRow>> {
    if (!rows.some(isSure)) return new Set()
    clearTimeout(quietTimer)
    await cleared
    if (mostBytes(rows) > file.room) await takeTurn()
    // From here to the write there is no waiting: nobody can withdraw a trust in between.
    const sure = new Set(rows.filter(isSure))
    if (sure.size > 0) {
      if (gathered.size === 0 && !isSettling) file.startOver()
      written = write([...sure], processId)
      await written
      settleIn(pauseBefore(gathered.size))
    }
    quietTimer = setTimeout(clearQuiet, QUIET_MS)
    return sure
  }

  async function write(rows: readonly FlushRow[], processId: string): Promise<void> {
    await file.append(writeEntry({ processId, rows }))
    for (const row of rows) {
      gather({ processId, rows: [row] })
      // A trust that was withdrawn meanwhile stays so.
      if (row.kind === 'accept' || trusted.has(row.runId)) learn(row)
    }
  }

  function clearQuiet(): void {
    // What could not be settled for so long is still needed.
    if (gathered.size === 0 && !isSettling) cleared = file.clear().catch(() => undefined)
  }

  function gather({ processId, rows }: Gathered): void {
    const [{ runId }] = rows
    const before = gathered.get(runId)
    gathered.set(runId, before === undefined ? { processId, rows } : { ...before, rows: [...before.rows, ...rows] })
  }

  function learn({ kind, runId, fields, mark }: FlushRow): void {
    const isGivenBack = kind === 'change' && fields.status === 'queued'
    if (fields.finished_at instanceof Date || !isFree(fields) || isGivenBack) trusted.delete(runId)
    else if (kind === 'accept' || fields.status === 'running') trusted.set(runId, mark.epoch)
  }

  /** Asks for a turn by itself: nobody else may. */
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
      // Whoever asks for a turn hears of it, too.
      () => false,
    )
    isTurnAsked = false
    if (gathered.size > 0) settleIn(isReached ? pauseBefore(gathered.size) : PAUSE_MS)
  }

  async function settle(store: Store): Promise<void> {
    // Else a statement that comes after a trust was withdrawn could miss what was still trusted.
    await written.catch(() => undefined)
    const left = gathered
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

/** What one statement takes: runs of one day and one process, and not too many at once. */
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

/** What an entry of these rows takes in the file at most. */
function mostBytes(rows: readonly FlushRow[]): number {
  return rows.reduce((sum, { bytes, steps }) => sum + bytes + 500 + steps.length * 10, 1_000)
}

/** Neither held nor waiting. */
function isFree({ waiting_for: waitingFor }: FlushRow['fields']): boolean {
  return waitingFor === null || waitingFor === undefined
}

function isShort(text: unknown): boolean {
  return typeof text !== 'string' || text.length <= MOST_INDEXED_CHARACTERS
}
