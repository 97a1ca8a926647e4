import { randomUUID } from 'node:crypto'
import { type Kysely, type Selectable, sql, type Transaction } from 'kysely'
import type { AccountTokenTable, Tables } from '../../store/schema/tables.ts'

export type StoredToken = Selectable<AccountTokenTable>

/** What is known after a request for a token. Columns that are left out stay as they are. */
export type TokenOutcome = Pick<StoredToken, 'state' | 'problem' | 'askAgainAt'> &
  Partial<Pick<StoredToken, 'client' | 'sealed' | 'expiresAt' | 'renewAt' | 'rejectedAt' | 'isKept'>>

/** Tokens of accounts. Of all processes, the one with a claim asks for the next token. */
export interface AccountTokenRepository {
  find(accountId: string): Promise<StoredToken | undefined>
  /**
   * Claims the next request for `seconds` by the database's clock. Undefined when another process has a claim, or the
   * row is not at this revision any more.
   */
  claim(
    accountId: string,
    options: { readonly revision: number; readonly seconds: number },
  ): Promise<string | undefined>
  /**
   * Writes what came of the request and ends the claim. False, and nothing is written, when the claim has passed on.
   * `also` is done in the same transaction.
   */
  settle(
    accountId: string,
    claim: string,
    outcome: TokenOutcome,
    also?: (transaction: Transaction<Tables>) => Promise<void>,
  ): Promise<boolean>
  /** Writes a token that a person has brought. It ends any claim. */
  put(accountId: string, outcome: TokenOutcome): Promise<void>
  /** Keeps the token no longer unless a step asks. Nothing happens when the row is not at this revision any more. */
  unkeep(accountId: string, revision: number): Promise<void>
  /** Accounts whose tokens are kept although no step asks, and due for the next one. */
  due(now: Date, most: number): Promise<readonly string[]>
}

export function createAccountTokenRepository(kysely: Kysely<Tables>): AccountTokenRepository {
  return {
    find: async (accountId) =>
      kysely.selectFrom('accountToken').selectAll().where('accountId', '=', accountId).executeTakeFirst(),
    async claim(accountId, { revision, seconds }) {
      const claim = randomUUID()
      const { rows } = await sql`
        insert into account_token as kept (account_id, client, state, is_kept, claim, claimed_until)
        values (${accountId}, '', 'none', false, ${claim}, now() + make_interval(secs => ${seconds}))
        on conflict (account_id) do update set claim = excluded.claim, claimed_until = excluded.claimed_until
        where kept.revision = ${revision} and (kept.claimed_until is null or kept.claimed_until <= now())
        returning kept.claim`.execute(kysely)
      return rows.length === 0 ? undefined : claim
    },
    settle: (accountId, claim, outcome, also) =>
      kysely.transaction().execute(async (transaction) => {
        const { numUpdatedRows } = await transaction
          .updateTable('accountToken')
          .set({ ...outcome, claim: null, claimedUntil: null })
          .set('revision', sql<number>`revision + 1`)
          .where('accountId', '=', accountId)
          .where('claim', '=', claim)
          .executeTakeFirst()
        if (numUpdatedRows === 0n) return false
        await also?.(transaction)
        return true
      }),
    async put(accountId, outcome) {
      const row = { claim: null, claimedUntil: null, ...outcome }
      await kysely
        .insertInto('accountToken')
        .values({ client: '', isKept: false, revision: 1, ...blank, ...row, accountId })
        .onConflict((conflict) =>
          conflict.column('accountId').doUpdateSet({ ...row, revision: sql`account_token.revision + 1` }),
        )
        .execute()
    },
    async unkeep(accountId, revision) {
      await kysely
        .updateTable('accountToken')
        .set({ isKept: false })
        .where('accountId', '=', accountId)
        .where('revision', '=', revision)
        .execute()
    },
    async due(now, most) {
      const rows = await kysely
        .selectFrom('accountToken')
        .select('accountId')
        .where('isKept', '=', true)
        .where('renewAt', '<=', now)
        .where((where) => where.or([where('askAgainAt', 'is', null), where('askAgainAt', '<=', now)]))
        .orderBy('renewAt')
        .limit(most)
        .execute()
      return rows.map(({ accountId }) => accountId)
    },
  }
}

const blank = { sealed: null, expiresAt: null, renewAt: null, rejectedAt: null }
