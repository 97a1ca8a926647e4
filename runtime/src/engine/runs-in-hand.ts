import type { OpenRun, OwnRun } from '../store/runs/run-records.ts'

/** Without a reason to look, one look in so many is taken all the same. */
const QUIET_LOOKS = 12
/** So many are taken back at once. */
const BATCH = 200

export interface RunsInHandOptions {
  /** Unfinished runs that the database says are this process's. */
  stored(): Promise<readonly OwnRun[]>
  /** Takes these again, those that are still ours, with a new epoch. */
  retake(runs: readonly OwnRun[]): Promise<readonly OpenRun[]>
  resume(open: OpenRun): Promise<void>
}

/**
 * Which runs of this process are in its memory. A run is lost from there when the database fails at the wrong
 * moment: its owner lives, so no other process takes it over. Here it is found and taken again.
 */
export interface RunsInHand {
  add(run: OwnRun): void
  drop(run: OwnRun): void
  has(runId: string): boolean
  /** Makes what a claim takes count as in hand from its commit on. */
  claim(claim: () => Promise<readonly OpenRun[]>): Promise<readonly OpenRun[]>
  /** Something failed: runs may have been lost from memory. */
  suspect(): void
  /** Takes back what two looks in a row have found in the database only. */
  recover(): Promise<void>
}

export function createRunsInHand({ stored, retake, resume }: RunsInHandOptions): RunsInHand {
  const epochs = new Map<string, number>()
  const claims = new Set<symbol>()
  /** Of the look before: what was missing in memory, and the claims that had not answered yet. */
  let missing = new Map<string, number>()
  let unanswered: ReadonlySet<symbol> = new Set()
  let isSuspicious = false
  let looks = 0

  function add({ id, epoch }: OwnRun): void {
    if ((epochs.get(id) ?? 0) < epoch) epochs.set(id, epoch)
  }

  async function claim(work: () => Promise<readonly OpenRun[]>): Promise<readonly OpenRun[]> {
    const mark = Symbol('claim')
    claims.add(mark)
    try {
      const taken = await work()
      for (const run of taken) add(run)
      return taken
    } catch (error) {
      // It may have been committed all the same.
      isSuspicious = true
      throw error
    } finally {
      claims.delete(mark)
    }
  }

  async function recover(): Promise<void> {
    looks = isSuspicious ? 0 : (looks + 1) % QUIET_LOOKS
    if (looks !== 0) return
    isSuspicious = false
    const found = (await stored()).filter(({ id, epoch }) => (epochs.get(id) ?? 0) < epoch)
    const isAnswered = ![...unanswered].some((mark) => claims.has(mark))
    const lost = isAnswered ? found.filter(({ id, epoch }) => missing.get(id) === epoch).slice(0, BATCH) : []
    missing = new Map(found.map(({ id, epoch }) => [id, epoch]))
    unanswered = new Set(claims)
    isSuspicious ||= found.length > 0
    if (lost.length === 0) return
    for (const open of await claim(() => retake(lost))) await resume(open)
  }

  return {
    add,
    drop({ id, epoch }) {
      if (epochs.get(id) === epoch) epochs.delete(id)
    },
    has: (runId) => epochs.has(runId),
    claim,
    suspect() {
      isSuspicious = true
    },
    recover,
  }
}
