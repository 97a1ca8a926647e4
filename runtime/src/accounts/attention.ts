import type { Kysely } from 'kysely'
import type { Tables } from '../store/schema/tables.ts'
import type { ReportLoss } from './oauth/token-failure.ts'

/** Notes which accounts their services refuse, although they took them before. */
export interface Attention {
  /** Null: the service takes the account again. People are told once of each refusal, whichever process notices it. */
  mark(accountId: string, problem: string | null): Promise<void>
}

export interface AttentionOptions {
  readonly kysely: Kysely<Tables>
  readonly reportLoss: ReportLoss
  /** Called after an account was marked. */
  readonly onChange: () => void
}

export function createAttention({ kysely, reportLoss, onChange }: AttentionOptions): Attention {
  async function clear(accountId: string): Promise<void> {
    const { numUpdatedRows } = await kysely
      .updateTable('account')
      .set({ attention: null })
      .where('id', '=', accountId)
      .where('attention', 'is not', null)
      .executeTakeFirstOrThrow()
    if (numUpdatedRows > 0n) onChange()
  }

  return {
    async mark(accountId, problem) {
      if (problem === null) return clear(accountId)
      const account = await kysely
        .selectFrom('account')
        .select(['name', 'attention'])
        .where('id', '=', accountId)
        .executeTakeFirst()
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
    },
  }
}
