import type { Transaction } from 'kysely'
import type { Database } from '../database.ts'
import type { Tables } from '../schema/tables.ts'

export interface AlertClaim {
  readonly flowId: string
  readonly kind: string
  readonly now: Date
  /** Within this time there is no second alert. */
  readonly quietMs: number
}

/** Remembers which failures were reported, so that of all processes only one reports them. */
export interface FailureAlertRepository {
  /**
   * Does the work and notes it in the same transaction. Returns false when another caller has done it within the quiet
   * time.
   */
  once(claim: AlertClaim, work: (transaction: Transaction<Tables>) => Promise<void>): Promise<boolean>
}

export function createFailureAlertRepository({ kysely }: Database): FailureAlertRepository {
  return {
    once: ({ flowId, kind, now, quietMs }, work) =>
      kysely.transaction().execute(async (transaction) => {
        const claimed = await transaction
          .insertInto('failureAlert')
          .values({ flowId, kind, lastAt: now })
          .onConflict((conflict) =>
            conflict
              .columns(['flowId', 'kind'])
              .doUpdateSet({ lastAt: now })
              .where('failureAlert.lastAt', '<=', new Date(now.getTime() - quietMs)),
          )
          .returning('flowId')
          .executeTakeFirst()
        if (claimed === undefined) return false
        await work(transaction)
        return true
      }),
  }
}
