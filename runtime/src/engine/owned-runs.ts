import type { OpenRun, OwnRun } from '../store/runs/run-records.ts'

/** Without suspicion, the database is compared at every twelfth call only. */
const QUIET_LOOKS = 12
/** How many are reclaimed at once. */
const BATCH = 200

export interface OwnedRunsOptions {
  /** Unfinished runs that this process owns according to the database. */
  stored(): Promise<readonly OwnRun[]>
  /** Claims those that are still owned by this process, with a new epoch. */
  reclaim(runs: readonly OwnRun[]): Promise<readonly OpenRun[]>
  resume(open: OpenRun): Promise<void>
}

/**
 * The runs that this process owns and has in memory. A run is lost from memory when the database fails at the wrong
 * moment. Its owner lives, so no other process claims it; it is found and reclaimed here.
 */
export interface OwnedRuns {
  add(run: OwnRun): void
  drop(run: OwnRun): void
  has(runId: string): boolean
  /** Runs a claim. What it claims counts as owned from its commit on. */
  claim(claim: () => Promise<readonly OpenRun[]>): Promise<readonly OpenRun[]>
  /** Called after a failure by which runs may have been lost from memory. */
  suspect(): void
  /** Reclaims runs that two checks in a row have found in the database only. */
  recover(): Promise<void>
}

export function createOwnedRuns({ stored, reclaim, resume }: OwnedRunsOptions): OwnedRuns {
  const epochs = new Map<string, number>()
  const claims = new Set<symbol>()
  /** From the last check: runs missing in memory, and claims without a reply. */
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
      // The commit may have happened although its reply was lost.
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
    for (const open of await claim(() => reclaim(lost))) await resume(open)
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
