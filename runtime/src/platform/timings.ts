/** How long processes on one database wait for each other, in milliseconds. */
export interface Timings {
  /** How often a process stores its heartbeat. */
  readonly heartbeatMs: number
  /** Pause before the next heartbeat when one could not be stored. */
  readonly heartbeatRetryMs: number
  /** A heartbeat that the database has not confirmed after this time counts as not stored. */
  readonly heartbeatAnswerMs: number
  /** How long a process may continue its runs after it sent the last stored heartbeat. */
  readonly leaseMs: number
  /** Other processes claim the runs of a process whose last heartbeat is older than this, by the database's clock. */
  readonly deadAfterMs: number
  /** After an outage of the database, a process considers no other process dead before this time has passed. */
  readonly patienceMs: number
  /** Pauses before each further attempt to store records while the database cannot be reached. */
  readonly writeRetriesMs: readonly number[]
  /** A run that works before it is stored is stored after this time: until then others do not know of it. */
  readonly aheadMs: number
  /** How often a process sweeps for runs without a living owner and for waits that are over. */
  readonly sweepMs: number
  /** Waits that end sooner are woken by the process that stored them, later ones by an alarm in the queue. */
  readonly alarmMs: number
  /** How often a process with too many runs checks whether to release some to others. */
  readonly overflowMs: number
  /** A run that has waited this long for a free place may be released to another process. */
  readonly releasedAfterMs: number
  /** How often a process that only accepts events counts the waiting runs. */
  readonly countMs: number
  /** How often a process announces itself to the others. */
  readonly hereMs: number
  /** A process that has not announced itself for this long gets no more signals. */
  readonly goneAfterMs: number
  /** How often a process compares its live flows with the stored ones, in case a signal was lost. */
  readonly compareMs: number
}

/** The timings of the product. `docs/scaling.md` promises some of them. */
export const timings: Timings = {
  heartbeatMs: 5_000,
  heartbeatRetryMs: 1_000,
  heartbeatAnswerMs: 4_000,
  leaseMs: 14_000,
  deadAfterMs: 15_000,
  patienceMs: 15_000,
  writeRetriesMs: [50, 200, 500, 1_000, 1_000, 1_000, 2_000, 2_000, 2_000, 2_000],
  aheadMs: 200,
  sweepMs: 5_000,
  alarmMs: 10_000,
  overflowMs: 1_000,
  releasedAfterMs: 2_000,
  countMs: 1_000,
  hereMs: 5_000,
  goneAfterMs: 15_000,
  compareMs: 5_000,
}

/**
 * The timings of the product with some changed, for tests.
 * @throws Error when the changed timings would let two processes execute one run, or leave a wait without a process to
 * wake it
 */
export function timingsWith(changes: Partial<Timings>): Timings {
  const changed = { ...timings, ...changes }
  const broken = rules.filter(({ holds }) => !holds(changed)).map(({ says }) => says)
  if (broken.length > 0) throw new Error(`These times are not safe: ${broken.join('; ')}.`)
  return changed
}

interface Rule {
  readonly says: string
  readonly holds: (times: Timings) => boolean
}

const rules: readonly Rule[] = [
  {
    says: 'a process must stop its runs (leaseMs) before others take them (deadAfterMs)',
    holds: ({ leaseMs, deadAfterMs }) => leaseMs < deadAfterMs,
  },
  {
    says: 'a process must give up storing (writeRetriesMs) before others take its runs',
    holds: ({ writeRetriesMs, deadAfterMs }) => writeRetriesMs.reduce((sum, ms) => sum + ms, 0) < deadAfterMs,
  },
  {
    says: 'a lease (leaseMs) must outlast a heartbeat that fails and the one after it',
    holds: ({ leaseMs, heartbeatMs, heartbeatAnswerMs, heartbeatRetryMs }) =>
      leaseMs > heartbeatMs + heartbeatAnswerMs + heartbeatRetryMs,
  },
  {
    says: 'others must have time for a heartbeat (patienceMs) before they are taken for dead',
    holds: ({ patienceMs, heartbeatMs, heartbeatRetryMs }) => patienceMs > heartbeatMs + heartbeatRetryMs,
  },
  {
    says: 'a wait must be found by the sweep (sweepMs) before it is too late for an alarm (alarmMs)',
    holds: ({ sweepMs, alarmMs }) => sweepMs < alarmMs,
  },
  {
    says: 'a process must be heard of (hereMs) before it is forgotten (goneAfterMs)',
    holds: ({ hereMs, goneAfterMs }) => hereMs < goneAfterMs,
  },
]
