import type { Kysely } from 'kysely'
import { type Attention, type AttentionKind, isOver } from '../kit/attention.ts'
import type { Tables } from '../store/schema/tables.ts'
import type { ReportLoss } from './oauth/token-failure.ts'

/** The columns of an account without a mark. */
export const noAttention = { attention: null, attentionKind: null } as const

export interface AttentionOptions {
  readonly kysely: Kysely<Tables>
  readonly reportLoss: ReportLoss
  /** Called after a mark was set or removed. */
  readonly onChange: () => void
}

export function createAttention({ kysely, reportLoss, onChange }: AttentionOptions): Attention {
  async function clear(accountId: string, isEnded: (mark: AttentionKind) => boolean): Promise<void> {
    const mark = (await accountOf(accountId))?.attentionKind ?? null
    if (mark === null || !isEnded(mark)) return
    const { numUpdatedRows } = await kysely
      .updateTable('account')
      .set(noAttention)
      .where('id', '=', accountId)
      .where('attentionKind', '=', mark)
      .executeTakeFirstOrThrow()
    if (numUpdatedRows > 0n) onChange()
  }

  function accountOf(accountId: string) {
    return kysely.selectFrom('account').select(['name', 'attentionKind']).where('id', '=', accountId).executeTakeFirst()
  }

  return {
    async mark(accountId, kind, problem) {
      const account = await accountOf(accountId)
      if (account === undefined || account.attentionKind !== null) return
      const report = await reportLoss({ accountId, name: account.name, problem })
      const isFirst = await kysely.transaction().execute(async (transaction) => {
        const { numUpdatedRows } = await transaction
          .updateTable('account')
          .set({ attention: problem, attentionKind: kind })
          .where('id', '=', accountId)
          .where('attentionKind', 'is', null)
          .where(({ not, exists, selectFrom }) =>
            not(
              exists(
                selectFrom('accountToken')
                  .select('accountId')
                  .where('accountId', '=', accountId)
                  .where('state', '=', 'withdrawn'),
              ),
            ),
          )
          .executeTakeFirstOrThrow()
        if (numUpdatedRows > 0n) await report.enter(transaction)
        return numUpdatedRows > 0n
      })
      if (!isFirst) return
      report.wake()
      onChange()
    },
    wentWell: (accountId, kind) => clear(accountId, (mark) => isOver(mark, kind)),
    switchedOff: (accountId, subject) => clear(accountId, (mark) => mark === subject),
  }
}
