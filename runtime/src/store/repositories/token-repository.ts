import { isUuid, mayReach, type Page, type Role } from '@patchbay/shared/api'
import { AppError } from '@patchbay/shared/errors'
import { type Kysely, sql } from 'kysely'
import { timeCursor, timeCursorText, toPage } from '../paging.ts'
import { readRoles, writeRoles } from '../schema/stored-roles.ts'
import type { Tables } from '../schema/tables.ts'

const TOUCH_EVERY_MS = 60_000

export interface TokenRecord {
  readonly id: string
  readonly name: string
  /** Null for a token of the installation, which belongs to no user. */
  readonly user: TokenUser | null
  /** What it may do now: roles of its own, or those of its user; none while its user may not use the API. */
  readonly roles: readonly Role[]
  /** For the token that the programs of a user who is no API User signed in for: it starts flows and does nothing else. */
  readonly startsOnly: boolean
  readonly createdAt: Date
  readonly createdBy: string
  readonly expiresAt: Date | null
  readonly lastUsedAt: Date | null
}

export interface TokenUser {
  readonly id: string
  readonly name: string
  readonly email: string
}

export interface NewToken {
  readonly id: string
  readonly name: string
  readonly userId: string | null
  /** Null: it may do what its user may. */
  readonly roles: readonly Role[] | null
  readonly createdAt: Date
  readonly createdBy: string
  readonly expiresAt: Date | null
  readonly hash: string
}

/** API tokens; only their hashes are stored. */
export interface TokenRepository {
  create(token: NewToken): Promise<TokenRecord>
  /**
   * Gives the token that a user's programs signed in for the new expiry and returns its id. Where the user has none, or
   * an expired one, this one takes its place.
   */
  keepSignIn(token: NewToken): Promise<string>
  /** Also finds expired tokens: the caller compares `expiresAt`. */
  findByHash(hash: string): Promise<TokenRecord | undefined>
  /** Stores the time of the last use, at most once a minute per token. */
  touch(id: string, at: Date): Promise<void>
  /** Newest first; of one user where `userId` is given. */
  list(options: {
    readonly limit: number
    readonly after?: string
    readonly userId?: string
  }): Promise<Page<TokenRecord>>
  namesOf(userId: string): Promise<readonly string[]>
  /** @param owner the user whose token it must be; absent: anybody's. @throws NOT_FOUND */
  rename(id: string, name: string, owner?: string): Promise<TokenRecord>
  /** @param owner as of `rename`. @throws NOT_FOUND */
  remove(id: string, owner?: string): Promise<void>
}

/** The columns of users that say what their tokens may do. */
type WithUsers = Tables & { authUser: { id: string; name: string; email: string; role: string | null } }

export function createTokenRepository(plain: Kysely<Tables>): TokenRepository {
  const kysely = plain.withTables<Pick<WithUsers, 'authUser'>>()

  async function byId(id: string): Promise<TokenRecord> {
    return toRecord(await selectTokens(kysely).where('apiToken.id', '=', id).executeTakeFirstOrThrow(noSuchToken))
  }

  return {
    async create(token) {
      await kysely.insertInto('apiToken').values(toRow(token)).execute()
      return byId(token.id)
    },
    async keepSignIn(token) {
      // One statement: two programs that sign in at once get the same token.
      const isOver = sql<boolean>`api_token.expires_at <= ${token.createdAt}`
      const { id } = await kysely
        .insertInto('apiToken')
        .values(toRow(token))
        .onConflict((conflict) =>
          conflict
            .column('userId')
            .where('role', 'is not', null)
            .doUpdateSet({
              id: sql`case when ${isOver} then excluded.id else api_token.id end`,
              hash: sql`case when ${isOver} then excluded.hash else api_token.hash end`,
              expiresAt: token.expiresAt,
            }),
        )
        .returning('id')
        .executeTakeFirstOrThrow()
      return id
    },
    async findByHash(hash) {
      const row = await selectTokens(kysely).where('hash', '=', hash).executeTakeFirst()
      return row === undefined ? undefined : toRecord(row)
    },
    async touch(id, at) {
      const before = new Date(at.getTime() - TOUCH_EVERY_MS)
      await kysely
        .updateTable('apiToken')
        .set({ lastUsedAt: at })
        .where('id', '=', id)
        .where(({ eb, or }) => or([eb('lastUsedAt', 'is', null), eb('lastUsedAt', '<', before)]))
        .execute()
    },
    async list({ limit, after, userId }) {
      let query = selectTokens(kysely)
      if (userId !== undefined) query = query.where('apiToken.userId', '=', userId)
      if (after !== undefined) {
        const { time, id } = timeCursor(after)
        query = query.where(({ eb, refTuple, tuple }) =>
          eb(refTuple('apiToken.createdAt', 'apiToken.id'), '<', tuple(time, id)),
        )
      }
      const rows = await query
        .orderBy('apiToken.createdAt', 'desc')
        .orderBy('apiToken.id', 'desc')
        .limit(limit + 1)
        .execute()
      return toPage(rows.map(toRecord), limit, ({ createdAt, id }) => timeCursorText({ time: createdAt, id }))
    },
    async namesOf(userId) {
      const rows = await kysely.selectFrom('apiToken').select('name').where('userId', '=', userId).execute()
      return rows.map(({ name }) => name)
    },
    async rename(id, name, owner) {
      if (!isUuid(id)) throw noSuchToken()
      let query = kysely.updateTable('apiToken').set({ name }).where('id', '=', id)
      if (owner !== undefined) query = query.where('userId', '=', owner)
      await query.returning('id').executeTakeFirstOrThrow(noSuchToken)
      return byId(id)
    },
    async remove(id, owner) {
      if (!isUuid(id)) throw noSuchToken()
      let query = kysely.deleteFrom('apiToken').where('id', '=', id)
      if (owner !== undefined) query = query.where('userId', '=', owner)
      await query.returning('id').executeTakeFirstOrThrow(noSuchToken)
    },
  }
}

function noSuchToken(): AppError {
  return new AppError('NOT_FOUND', 'There is no API token with this id.')
}

function toRow({ roles, ...token }: NewToken) {
  return { ...token, role: roles === null ? null : writeRoles(roles) }
}

function selectTokens(kysely: Kysely<WithUsers>) {
  return kysely
    .selectFrom('apiToken')
    .leftJoin('authUser', 'authUser.id', 'apiToken.userId')
    .select([
      'apiToken.id',
      'apiToken.name',
      'apiToken.role',
      'apiToken.createdAt',
      'createdBy',
      'expiresAt',
      'lastUsedAt',
    ])
    .select(['apiToken.userId', 'authUser.name as userName', 'authUser.email', 'authUser.role as userRole'])
}

interface TokenRow {
  readonly id: string
  readonly name: string
  readonly role: string | null
  readonly createdAt: Date
  readonly createdBy: string
  readonly expiresAt: Date | null
  readonly lastUsedAt: Date | null
  readonly userId: string | null
  readonly userName: string | null
  readonly email: string | null
  readonly userRole: string | null
}

function toRecord({ role, userId, userName, email, userRole, ...token }: TokenRow): TokenRecord {
  const user = userId === null ? null : { id: userId, name: userName ?? '', email: email ?? '' }
  const startsOnly = role !== null && userId !== null && !mayReach(readRoles(userRole), 'api-user')
  return { ...token, user, roles: role === null ? rolesOfUser(userRole) : readRoles(role), startsOnly }
}

/** A user without the API has tokens that do nothing, until the role comes back. */
function rolesOfUser(stored: string | null): readonly Role[] {
  const held = readRoles(stored)
  return mayReach(held, 'api-user') ? held : []
}
