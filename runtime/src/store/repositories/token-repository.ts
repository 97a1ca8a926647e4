import { isUuid, type Page, type Role } from '@patchbay/shared/api'
import { AppError } from '@patchbay/shared/errors'
import { type Kysely, sql } from 'kysely'
import { timeCursor, timeCursorText, toPage } from '../paging.ts'
import type { Tables } from '../schema/tables.ts'

const TOUCH_EVERY_MS = 60_000

export interface TokenRecord {
  readonly id: string
  readonly name: string
  readonly role: Role
  readonly createdAt: Date
  readonly createdBy: string
  readonly expiresAt: Date | null
  readonly lastUsedAt: Date | null
}

/** API tokens; only their hashes are stored. */
export interface TokenRepository {
  create(token: Omit<TokenRecord, 'lastUsedAt'> & { readonly hash: string }): Promise<TokenRecord>
  /**
   * Gives a user's token the new expiry and returns its id. Where the user has none, or an expired one, this one takes
   * its place.
   */
  keepOfUser(
    token: Omit<TokenRecord, 'lastUsedAt'> & { readonly hash: string; readonly userId: string },
  ): Promise<string>
  /** Also finds expired tokens: the caller compares `expiresAt`. */
  findByHash(hash: string): Promise<TokenRecord | undefined>
  /** Stores the time of the last use, at most once a minute per token. */
  touch(id: string, at: Date): Promise<void>
  /** Newest first. */
  list(options: { readonly limit: number; readonly after?: string }): Promise<Page<TokenRecord>>
  /** @throws NOT_FOUND */
  remove(id: string): Promise<void>
}

export function createTokenRepository(kysely: Kysely<Tables>): TokenRepository {
  return {
    async create({ hash, ...token }) {
      await kysely
        .insertInto('apiToken')
        .values({ ...token, hash })
        .execute()
      return { ...token, lastUsedAt: null }
    },
    async keepOfUser(token) {
      // One statement: two programs that sign in at once get the same token.
      const isOver = sql<boolean>`api_token.expires_at <= ${token.createdAt}`
      const { id } = await kysely
        .insertInto('apiToken')
        .values(token)
        .onConflict((conflict) =>
          conflict.column('userId').doUpdateSet({
            id: sql`case when ${isOver} then excluded.id else api_token.id end`,
            hash: sql`case when ${isOver} then excluded.hash else api_token.hash end`,
            expiresAt: token.expiresAt,
          }),
        )
        .returning('id')
        .executeTakeFirstOrThrow()
      return id
    },
    findByHash: (hash) => selectTokens(kysely).where('hash', '=', hash).executeTakeFirst(),
    async touch(id, at) {
      const before = new Date(at.getTime() - TOUCH_EVERY_MS)
      await kysely
        .updateTable('apiToken')
        .set({ lastUsedAt: at })
        .where('id', '=', id)
        .where(({ eb, or }) => or([eb('lastUsedAt', 'is', null), eb('lastUsedAt', '<', before)]))
        .execute()
    },
    async list({ limit, after }) {
      let query = selectTokens(kysely)
      if (after !== undefined) {
        const { time, id } = timeCursor(after)
        query = query.where(({ eb, refTuple, tuple }) => eb(refTuple('createdAt', 'id'), '<', tuple(time, id)))
      }
      const rows = await query
        .orderBy('createdAt', 'desc')
        .orderBy('id', 'desc')
        .limit(limit + 1)
        .execute()
      return toPage(rows, limit, ({ createdAt, id }) => timeCursorText({ time: createdAt, id }))
    },
    async remove(id) {
      const removed = isUuid(id)
        ? await kysely.deleteFrom('apiToken').where('id', '=', id).returning('id').executeTakeFirst()
        : undefined
      if (removed === undefined) throw new AppError('NOT_FOUND', 'There is no API token with this id.')
    },
  }
}

function selectTokens(kysely: Kysely<Tables>) {
  return kysely
    .selectFrom('apiToken')
    .select(['id', 'name', 'role', 'createdAt', 'createdBy', 'expiresAt', 'lastUsedAt'])
}
