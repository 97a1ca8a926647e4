import type { SyncSubjectName } from '@patchbay/shared/api'
import type { Kysely } from 'kysely'
import type { Tables } from '../store/schema/tables.ts'
import type { ReportLoss } from './oauth/token-failure.ts'

/**
 * Notes which accounts are in trouble. An account has one mark, and people are told once of it, whichever process notices.
 * What a mark is for can be told by how its text begins: what goes well clears only a mark of its own kind.
 */
export interface Attention {
  /** The service refuses the account. Null: it takes the account, which clears a refusal. */
  mark(accountId: string, problem: string | null): Promise<void>
  /**
   * A synchronization has failed several times in a row. Null: it has gone well or was switched off, which clears what the
   * same kind of people has marked.
   */
  markSynchronization(accountId: string, subject: SyncSubjectName, failure: SyncFailure | null): Promise<void>
}

export interface SyncFailure {
  /** How often in a row. */
  readonly times: number
  /** The last one as a sentence. */
  readonly message: string
}

const syncMarks: Readonly<Record<SyncSubjectName, string>> = {
  contacts: 'Its contacts could not be synchronized',
  agents: 'Its agents could not be synchronized',
}

/** True for a mark that a refusal has set. */
export function isRefusal(attention: string): boolean {
  return Object.values(syncMarks).every((beginning) => !attention.startsWith(beginning))
}

export interface AttentionOptions {
  readonly kysely: Kysely<Tables>
  readonly reportLoss: ReportLoss
  /** Called after an account was marked. */
  readonly onChange: () => void
}

export function createAttention({ kysely, reportLoss, onChange }: AttentionOptions): Attention {
  async function clear(accountId: string, isOwn: (attention: string) => boolean): Promise<void> {
    const attention = (await accountOf(accountId))?.attention ?? null
    if (attention === null || !isOwn(attention)) return
    const { numUpdatedRows } = await kysely
      .updateTable('account')
      .set({ attention: null })
      .where('id', '=', accountId)
      .where('attention', '=', attention)
      .executeTakeFirstOrThrow()
    if (numUpdatedRows > 0n) onChange()
  }

  function accountOf(accountId: string) {
    return kysely.selectFrom('account').select(['name', 'attention']).where('id', '=', accountId).executeTakeFirst()
  }

  async function set(accountId: string, problem: string): Promise<void> {
    const account = await accountOf(accountId)
    if (account === undefined || account.attention !== null) return
    const report = await reportLoss({ accountId, name: account.name, problem })
    const isFirst = await kysely.transaction().execute(async (transaction) => {
      const { numUpdatedRows } = await transaction
        .updateTable('account')
        .set({ attention: problem })
        .where('id', '=', accountId)
        .where('attention', 'is', null)
        .executeTakeFirstOrThrow()
      if (numUpdatedRows > 0n) await report.enter(transaction)
      return numUpdatedRows > 0n
    })
    if (!isFirst) return
    report.wake()
    onChange()
  }

  return {
    mark: (accountId, problem) => (problem === null ? clear(accountId, isRefusal) : set(accountId, problem)),
    markSynchronization(accountId, subject, failure) {
      const beginning = syncMarks[subject]
      if (failure === null) return clear(accountId, (attention) => attention.startsWith(beginning))
      return set(accountId, `${beginning} ${failure.times} times in a row. ${failure.message}`)
    },
  }
}
