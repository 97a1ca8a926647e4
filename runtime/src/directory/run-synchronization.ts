import { AppError } from '@patchbay/shared/errors'
import type { Attention } from '../kit/attention.ts'
import { DirectoryError } from '../kit/directory.ts'
import { askedPauseMs } from '../kit/retry-after.ts'
import { repeatContended } from '../store/repeat-contended.ts'
import {
  type ClaimedSync,
  isUnderWay,
  type SyncKey,
  type SyncRecord,
  type SyncRepository,
  type SyncState,
} from './sync-repository.ts'
import type { StoredPart, SyncPage, SyncSource, SyncSubject } from './sync-subject.ts'

/** From so many failures in a row on people are told, once: they may pass. */
const TOLD_AFTER = 3
/** A service that cannot be reached, is busy or has a fault is tried again for so long. */
const GIVE_UP_MS = 4 * 60 * 60_000
const FIRST_PAUSE_MS = 5_000
const LONGEST_PAUSE_MS = 10 * 60_000
const MOST_PROBLEMS = 100
/** So long a synchronization goes on before others that are due have their turn: a first copy may take hours. */
export const TURN_MS = 5_000

export interface RunOptions {
  readonly repository: Pick<SyncRepository, 'step'>
  readonly subjects: readonly SyncSubject[]
  /** @throws AppError when the account cannot be opened */
  readonly sourceOf: (accountId: string) => Promise<SyncSource>
  readonly attention: Pick<Attention, 'mark' | 'wentWell'>
  readonly now: () => Date
  readonly onError: (error: unknown, about: object) => void
}

/**
 * Goes on with a synchronization that was claimed: page by page, until it ends, has to wait, has had its turn, or the claim
 * is lost. After its turn, others that are due come first, and it goes on behind them where it stands. The end of a page and
 * where the synchronization stands are stored together, so that a process which ends in between repeats at most one page,
 * and that changes nothing.
 */
export async function runSynchronization(
  claimed: ClaimedSync,
  options: RunOptions,
  signal: AbortSignal,
): Promise<void> {
  const turnEndsAt = options.now().getTime() + TURN_MS
  let record: ClaimedSync | undefined = await begun(claimed, options)
  while (record !== undefined && isUnderWay(record) && !signal.aborted) {
    record = await nextPage(record, options, signal)
    if (options.now().getTime() >= turnEndsAt) return
  }
}

async function begun(record: ClaimedSync, options: RunOptions): Promise<ClaimedSync | undefined> {
  if (isUnderWay(record)) return record
  const { repository, now } = options
  return repository.step(record, async (transaction, { accountId, checkpoint }) => {
    await subjectOf(record, options)?.begin?.(transaction, accountId)
    return {
      ...atFirst,
      whole: checkpoint === null,
      // Later than the end before, whatever the clocks of two processes say.
      startedAt: new Date(Math.max(now().getTime(), (record.endedAt?.getTime() ?? 0) + 1)),
    }
  })
}

const atFirst = {
  run: null,
  pages: 0,
  tries: 0,
  tryingSince: null,
  message: '',
  counts: {},
  problems: [],
} as const satisfies Partial<SyncState>

/** What comes after the page. Undefined: nothing for now. */
async function nextPage(
  record: ClaimedSync,
  options: RunOptions,
  signal: AbortSignal,
): Promise<ClaimedSync | undefined> {
  const { repository, now, onError } = options
  try {
    const subject = subjectOf(record, options)
    const source = await options.sourceOf(record.accountId)
    if (subject === undefined || !subject.isOffered(source.directory)) {
      throw new DirectoryError('broken', 'The service does not offer this any more.')
    }
    const { whole: isWhole, checkpoint, run, startedAt } = record
    const place = { isWhole, checkpoint: isWhole ? null : checkpoint, run, startedAt: startedAt ?? now() }
    const page = await subject.page(source, place, { signal })
    const last = page.parts.length - 1
    let after: ClaimedSync | undefined
    for (const [at, store] of page.parts.entries()) {
      after = await repeatContended((isLastTry) =>
        repository.step(record, async (transaction, held) => {
          const counted = countedIn(held, await store(transaction, now(), isLastTry))
          if (at < last) return counted
          return { ...counted, ...stateAfter(page, held, { now: now(), everyMs: subject.everyMs }) }
        }),
      )
      if (after === undefined) return undefined
    }
    if (after !== undefined) await tell(after, options, TOLD_AFTER)
    return after
  } catch (thrown) {
    if (signal.aborted) return undefined
    const { accountId, subject } = record
    if (!(thrown instanceof DirectoryError) && !(thrown instanceof AppError)) onError(thrown, { accountId, subject })
    return afterFailure(record, failureOf(thrown), options)
  }
}

function subjectOf({ subject }: SyncKey, { subjects }: RunOptions): SyncSubject | undefined {
  return subjects.find((one) => one.subject === subject)
}

/** What goes wrong here may go well later; an account that cannot be opened has to be mended. */
function failureOf(thrown: unknown): DirectoryError {
  if (thrown instanceof DirectoryError) return thrown
  if (thrown instanceof AppError && accountFaults.has(thrown.code)) {
    return new DirectoryError('unasked', thrown.message)
  }
  return new DirectoryError('later', 'What the service answered could not be stored here.')
}

const accountFaults: ReadonlySet<string> = new Set(['SECRET_MISSING', 'ACCOUNT_NOT_FOUND'])

function countedIn(held: SyncRecord, { counts, problems }: StoredPart) {
  return {
    counts: sumOf(held.counts, counts),
    problems: [...held.problems, ...problems].slice(0, MOST_PROBLEMS),
  }
}

function stateAfter({ next }: SyncPage, held: SyncRecord, { now, everyMs }: Ending): Partial<SyncState> {
  const soFar = { pages: held.pages + 1, tries: 0, tryingSince: null, message: '' }
  if ('run' in next) return { ...soFar, run: next.run, dueAt: now }
  if ('fault' in next) return { ...soFar, ...failed(held, next.fault, { now, everyMs }) }
  const { checkpoint } = next
  return { ...soFar, ...ended(held, { now, everyMs }), checkpoint, outcome: 'done', failures: 0 }
}

function sumOf(
  before: Readonly<Record<string, number>>,
  more: Readonly<Record<string, number>>,
): Readonly<Record<string, number>> {
  const names = [...new Set([...Object.keys(before), ...Object.keys(more)])]
  return Object.fromEntries(names.map((name) => [name, (before[name] ?? 0) + (more[name] ?? 0)]))
}

interface Ending {
  readonly now: Date
  readonly everyMs: number
}

function ended({ startedAt }: SyncRecord, { now, everyMs }: Ending) {
  return {
    run: null,
    endedAt: new Date(Math.max(now.getTime(), startedAt?.getTime() ?? 0)),
    dueAt: new Date(now.getTime() + everyMs),
    tries: 0,
    tryingSince: null,
  }
}

function failed(record: SyncRecord, message: string, ending: Ending) {
  return { ...ended(record, ending), outcome: 'failed' as const, failures: record.failures + 1, message }
}

/** Tries again later, begins anew, or ends. */
async function afterFailure(
  record: ClaimedSync,
  failure: DirectoryError,
  options: RunOptions,
): Promise<ClaimedSync | undefined> {
  const { repository, now } = options
  const subject = subjectOf(record, options)
  const everyMs = subject?.everyMs ?? LONGEST_PAUSE_MS
  const after = await repository.step(record, async (transaction, held) => {
    const dueAt = failure.kind === 'later' ? nextTry(held, failure, now()) : undefined
    if (dueAt !== undefined) {
      const { tries, tryingSince } = held
      return { dueAt, tries: tries + 1, tryingSince: tryingSince ?? now(), message: failure.message }
    }
    // An offset may have become worth nothing while the synchronization was interrupted.
    if (failure.kind === 'refused' && held.run !== null && held.counts.begunAgain === undefined) {
      await subject?.begin?.(transaction, held.accountId)
      return { ...atFirst, counts: { begunAgain: 1 } }
    }
    return failed(held, failure.message, {
      now: now(),
      everyMs: Math.max(everyMs, askedPauseMs(failure.retryAfterMs ?? 0) ?? 0),
    })
  })
  if (after === undefined) return undefined
  // What a person has to mend goes on, whatever comes next.
  await tell(after, options, failure.kind === 'credentials' || failure.kind === 'unasked' ? 1 : TOLD_AFTER)
  return isUnderWay(after) && after.tries === 0 ? after : undefined
}

/** Undefined where it has been tried for long enough. */
function nextTry(
  { tries, tryingSince }: SyncRecord,
  { retryAfterMs = 0 }: DirectoryError,
  now: Date,
): Date | undefined {
  const pause = Math.min(FIRST_PAUSE_MS * 2 ** Math.min(tries, 20), LONGEST_PAUSE_MS)
  const at = now.getTime() + Math.max(pause, retryAfterMs)
  return at - (tryingSince ?? now).getTime() > GIVE_UP_MS ? undefined : new Date(at)
}

/** Says how a synchronization has ended, each time: what it says may be cleared or lost meanwhile. */
async function tell(record: SyncRecord, { attention, onError }: RunOptions, toldAfter: number): Promise<void> {
  const { accountId, subject, failures: times, message, outcome } = record
  if (isUnderWay(record) || (outcome === 'failed' && times < toldAfter)) return
  const inARow = times === 1 ? '' : ` ${times} times in a row`
  const problem = `Its ${subject} could not be synchronized${inARow}. ${message}`
  const noted =
    outcome === 'failed' ? attention.mark(accountId, subject, problem) : attention.wentWell(accountId, subject)
  await noted.catch((error: unknown) => onError(error, { accountId, subject }))
}
