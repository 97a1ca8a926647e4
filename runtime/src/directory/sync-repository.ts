import type { SyncSubjectName } from '@patchbay/shared/api'
import { type Json, parseJson, stringifyJson } from '@patchbay/shared/json'
import { type Kysely, type Selectable, sql, type Transaction } from 'kysely'
import { jsonText } from '../store/json-text.ts'
import type { DirectorySyncTable } from '../store/schema/directory-tables.ts'
import type { Tables } from '../store/schema/tables.ts'
import { uuidv7 } from '../store/uuid.ts'
import type { SyncProblem } from './sync-subject.ts'

export interface SyncKey {
  readonly accountId: string
  readonly subject: SyncSubjectName
}

/** How a synchronization stands. */
export interface SyncState {
  readonly isOn: boolean
  /** As `run`, see `SyncPlace`. */
  readonly checkpoint: Json
  readonly run: Json
  readonly whole: boolean
  readonly pages: number
  readonly dueAt: Date | null
  readonly startedAt: Date | null
  readonly endedAt: Date | null
  /** Since when calls fail, and how many have failed since. */
  readonly tryingSince: Date | null
  readonly tries: number
  /** Synchronizations that have failed in a row. */
  readonly failures: number
  readonly outcome: 'done' | 'failed' | null
  readonly message: string
  readonly counts: Readonly<Record<string, number>>
  readonly problems: readonly SyncProblem[]
}

export interface SyncRecord extends SyncKey, SyncState {}

/** A claim of its own each time: a process that claims again what was taken from it is another worker than before. */
export interface SyncClaim extends SyncKey {
  readonly claimId: string
}

export interface ClaimedSync extends SyncRecord, SyncClaim {}

type Row = Selectable<DirectorySyncTable>

/** As it is before it is switched on for the first time. */
export const neverSynchronized: SyncState = {
  isOn: false,
  checkpoint: null,
  run: null,
  whole: false,
  pages: 0,
  dueAt: null,
  startedAt: null,
  endedAt: null,
  tryingSince: null,
  tries: 0,
  failures: 0,
  outcome: null,
  message: '',
  counts: {},
  problems: [],
}

/** True between the beginning of a synchronization and its end. */
export function isUnderWay({ startedAt, endedAt }: Pick<SyncState, 'startedAt' | 'endedAt'>): boolean {
  return startedAt !== null && (endedAt === null || endedAt < startedAt)
}

/** Synchronizations, and which worker has claimed them. */
export interface SyncRepository {
  list(accountId: string): Promise<readonly SyncRecord[]>
  /**
   * Changes one, or makes it as it is at first. Whoever works on it with `isTakenAway` learns of that with the next page,
   * before anything of it is stored.
   */
  put(key: SyncKey, change: Partial<SyncState>, options?: { readonly isTakenAway: boolean }): Promise<SyncRecord>
  /** Claims the next one that is due and that no living worker has claimed. */
  claim(now: Date, leaseMs: number): Promise<ClaimedSync | undefined>
  /** Says that the worker with this claim still works on it. */
  renew(claim: SyncClaim, leaseMs: number): Promise<void>
  release(claim: SyncClaim): Promise<void>
  /** Takes all claims away, on a database that no worker can be at work on. */
  releaseAll(): Promise<void>
  /**
   * Does the work in one transaction with the change that it returns. Undefined, and nothing done, when the claim is lost:
   * another worker may have it by now.
   */
  step(claim: SyncClaim, work: StepWork): Promise<ClaimedSync | undefined>
}

export type StepWork = (transaction: Transaction<Tables>, record: SyncRecord) => Promise<Partial<SyncState>>

export function createSyncRepository(kysely: Kysely<Tables>): SyncRepository {
  return {
    async list(accountId) {
      const rows = await kysely.selectFrom('directorySync').selectAll().where('accountId', '=', accountId).execute()
      return rows.map(toRecord)
    },
    async put({ accountId, subject }, change, { isTakenAway } = { isTakenAway: false }) {
      const columns = { ...columnsOf(change), ...(isTakenAway ? { claimedBy: null, claimedUntil: null } : {}) }
      const row = await kysely
        .insertInto('directorySync')
        .values({ accountId, subject, isOn: false, ...columns })
        .onConflict((conflict) => conflict.columns(['accountId', 'subject']).doUpdateSet(columns))
        .returningAll()
        .executeTakeFirstOrThrow()
      return toRecord(row)
    },
    async claim(now, leaseMs) {
      const claimId = uuidv7()
      const due = kysely
        .selectFrom('directorySync')
        .select(['accountId', 'subject'])
        .where('isOn', '=', true)
        .where('dueAt', '<=', now)
        .where(sql<boolean>`coalesce(claimed_until < clock_timestamp(), true)`)
        .orderBy('dueAt')
        .limit(1)
        .forUpdate()
        .skipLocked()
      const row = await kysely
        .with('due', () => due)
        .updateTable('directorySync')
        .from('due')
        .set({ claimedBy: claimId, claimedUntil: inTime(leaseMs) })
        .whereRef('directorySync.accountId', '=', 'due.accountId')
        .whereRef('directorySync.subject', '=', 'due.subject')
        .returningAll('directorySync')
        .executeTakeFirst()
      return row === undefined ? undefined : { ...toRecord(row), claimId }
    },
    async renew({ accountId, subject, claimId }, leaseMs) {
      await kysely
        .updateTable('directorySync')
        .set({ claimedUntil: inTime(leaseMs) })
        .where('accountId', '=', accountId)
        .where('subject', '=', subject)
        .where('claimedBy', '=', claimId)
        .execute()
    },
    async release({ accountId, subject, claimId }) {
      await kysely
        .updateTable('directorySync')
        .set({ claimedBy: null, claimedUntil: null })
        .where('accountId', '=', accountId)
        .where('subject', '=', subject)
        .where('claimedBy', '=', claimId)
        .execute()
    },
    async releaseAll() {
      await kysely
        .updateTable('directorySync')
        .set({ claimedBy: null, claimedUntil: null })
        .where('claimedBy', 'is not', null)
        .execute()
    },
    step: ({ accountId, subject, claimId }, work) =>
      kysely.transaction().execute(async (transaction) => {
        // First, as removing the account does: what the work stores refers to it.
        await sql`select from account where id = ${accountId} for key share`.execute(transaction)
        const held = await transaction
          .selectFrom('directorySync')
          .selectAll()
          .where('accountId', '=', accountId)
          .where('subject', '=', subject)
          .where('claimedBy', '=', claimId)
          .forUpdate()
          .executeTakeFirst()
        if (held === undefined) return undefined
        const change = await work(transaction, toRecord(held))
        const row = await transaction
          .updateTable('directorySync')
          .set({ ...columnsOf(change), claimedBy: claimId })
          .where('accountId', '=', accountId)
          .where('subject', '=', subject)
          .returningAll()
          .executeTakeFirstOrThrow()
        return { ...toRecord(row), claimId }
      }),
  }
}

/** By the clock of the database, which is the same for all processes. */
function inTime(ms: number) {
  return sql<Date>`clock_timestamp() + ${ms} * interval '1 millisecond'`
}

function columnsOf({ checkpoint, run, counts, problems, ...plain }: Partial<SyncState>) {
  return {
    ...plain,
    ...(checkpoint === undefined ? {} : { checkpoint: textOf(checkpoint) }),
    ...(run === undefined ? {} : { run: textOf(run) }),
    ...(counts === undefined ? {} : { counts: jsonText(counts) }),
    ...(problems === undefined ? {} : { problems: jsonText(problems) }),
  }
}

/** What goes back to a service is kept as text, so that nothing of it is lost. */
function textOf(json: Json): string | null {
  return json === null ? null : stringifyJson(json)
}

function toRecord({
  checkpoint,
  run,
  counts,
  problems,
  claimedBy: _by,
  claimedUntil: _until,
  ...row
}: Row): SyncRecord {
  return {
    ...row,
    checkpoint: checkpoint === null ? null : parseJson(checkpoint),
    run: run === null ? null : parseJson(run),
    // Both were written by `columnsOf`.
    counts: counts as unknown as SyncState['counts'],
    problems: problems as unknown as SyncState['problems'],
  }
}
