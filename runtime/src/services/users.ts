import { mayReach, type Page, type Role, type UserResource } from '@patchbay/shared/api'
import { AppError } from '@patchbay/shared/errors'
import { hashPassword, verifyPassword } from 'better-auth/crypto'
import { type Kysely, sql, type Transaction } from 'kysely'
import type { PasswordWork } from '../platform/password-work.ts'
import type { Database } from '../store/database.ts'
import { releaseConversations } from '../store/messages/release-conversations.ts'
import { readRoles, writeRoles } from '../store/schema/stored-roles.ts'
import type { Tables } from '../store/schema/tables.ts'
import { uuidv7 } from '../store/uuid.ts'
import { type PageRequest, pageOf } from './page.ts'
import type { AllTables, UserTables } from './user-tables.ts'

export interface NewUser {
  readonly name: string
  readonly email: string
  readonly password: string
  readonly roles: readonly Role[]
}

export interface Users {
  hasAdministrator(): Promise<boolean>
  /** @throws AppError EMAIL_EXISTS */
  create(user: NewUser): Promise<UserResource>
  /** As `create`, for an administrator, while there is none. @throws AppError SETUP_DONE */
  createFirstAdministrator(user: Omit<NewUser, 'roles'>): Promise<UserResource>
  list(page: PageRequest): Promise<Page<UserResource>>
  /**
   * Also removes the token that the user's programs signed in for. @throws AppError NOT_FOUND, LAST_ADMINISTRATOR
   */
  changeRoles(id: string, held: readonly Role[]): Promise<UserResource>
  /** Also ends all sessions of the user and removes its tokens. @throws AppError NOT_FOUND, LAST_ADMINISTRATOR */
  remove(id: string): Promise<void>
  /**
   * The user with this name (e-mail) and password, for programs that sign in without a cookie.
   * @throws AppError TOO_MANY_REQUESTS
   */
  verify(email: string, password: string): Promise<UserResource | undefined>
}

/** A hash that no password has. Compared with when there is no such user, so that the answer takes as long. */
const dummyHash = `${'0'.repeat(32)}:${'0'.repeat(128)}`

export interface UsersOptions {
  readonly database: Database
  readonly passwordWork: PasswordWork
  /** Tells all processes that what users may do has changed. */
  readonly onChange: () => void
  /** Called for each conversation that nobody has any more, because its agent answers no longer. */
  readonly onReleased: (conversationId: string) => void
  readonly now: () => Date
}

/** Writes users with their passwords into better-auth's tables, user and account together or neither. */
export function createUsers({ database, passwordWork, onChange, onReleased, now }: UsersOptions): Users {
  const kysely = database.kysely.withTables<UserTables>()
  const serialized = <Value>(work: (transaction: Transaction<AllTables>, own: Transaction<Tables>) => Promise<Value>) =>
    // Two requests at once must not create two first administrators or remove the last two.
    database.kysely.transaction().execute(async (own) => {
      await sql`select pg_advisory_xact_lock(${usersLock})`.execute(own)
      return work(own.withTables<UserTables>(), own)
    })

  return {
    async hasAdministrator() {
      return (await countAdministrators(kysely)) > 0
    },
    async create(user) {
      const password = await passwordWork(() => hashPassword(user.password))
      return serialized((transaction) => insertUser(transaction, user, password))
    },
    async createFirstAdministrator(user) {
      const password = await passwordWork(() => hashPassword(user.password))
      return serialized(async (transaction) => {
        if ((await countAdministrators(transaction)) > 0) throw setupDone()
        return insertUser(transaction, { ...user, roles: ['administrator'] }, password)
      })
    },
    async list(page) {
      const rows = await kysely.selectFrom('authUser').select(columns).orderBy('email').execute()
      return pageOf(rows.map(toResource), page)
    },
    async changeRoles(id, held) {
      const { changed, released } = await serialized(async (transaction, own) => {
        await keepAnAdministrator(transaction, id, held)
        await removeSignInToken(transaction, id)
        const released = mayReach(held, 'agent') ? [] : await releaseConversations(own, `user:${id}`, now())
        const change = { role: writeRoles(held), updatedAt: new Date() }
        const query = transaction.updateTable('authUser').set(change).where('id', '=', id).returning(columns)
        return { changed: toResource(await query.executeTakeFirstOrThrow(noSuchUser)), released }
      })
      onChange()
      released.forEach(onReleased)
      return changed
    },
    async remove(id) {
      const released = await serialized(async (transaction, own) => {
        await keepAnAdministrator(transaction, id, [])
        await transaction.deleteFrom('authUser').where('id', '=', id).execute()
        await transaction.deleteFrom('workingCopy').where('owner', '=', `user:${id}`).execute()
        return releaseConversations(own, `user:${id}`, now())
      })
      onChange()
      released.forEach(onReleased)
    },
    async verify(email, password) {
      const found = await kysely
        .selectFrom('authUser')
        .innerJoin('authAccount', 'authAccount.userId', 'authUser.id')
        .where('authAccount.providerId', '=', 'credential')
        .where('authUser.email', '=', email.toLowerCase())
        .select(['authUser.id', 'name', 'email', 'role', 'authUser.createdAt', 'authAccount.password'])
        .executeTakeFirst()
      const hash = found?.password ?? dummyHash
      const isRight = await passwordWork(() => verifyPassword({ hash, password }))
      return found !== undefined && isRight ? toResource(found) : undefined
    },
  }
}

/** It was given for the roles and the password of before. Tokens that the user made stay: they do what the user may now. */
export async function removeSignInToken(transaction: Transaction<AllTables>, userId: string): Promise<void> {
  await transaction.deleteFrom('apiToken').where('userId', '=', userId).where('role', 'is not', null).execute()
}

const usersLock = 7_203_014_221
const columns = ['id', 'name', 'email', 'role', 'createdAt'] as const

async function countAdministrators(kysely: Kysely<AllTables>): Promise<number> {
  const isAdministrator = sql<boolean>`'administrator' = any(string_to_array(role, ','))`
  const count = kysely.fn.countAll<string>().as('count')
  const query = kysely.selectFrom('authUser').where(isAdministrator).select(count)
  return Number((await query.executeTakeFirstOrThrow()).count)
}

async function insertUser(transaction: Transaction<AllTables>, user: NewUser, password: string): Promise<UserResource> {
  const [id, now] = [uuidv7(), new Date()]
  const times = { createdAt: now, updatedAt: now }
  const { name, email } = user
  const row = await transaction
    .insertInto('authUser')
    .values({ id, name, email: email.toLowerCase(), emailVerified: true, role: writeRoles(user.roles), ...times })
    .onConflict((conflict) => conflict.column('email').doNothing())
    .returning(columns)
    .executeTakeFirst()
  if (row === undefined) throw new AppError('EMAIL_EXISTS', 'There is a user with this e-mail already.')
  await transaction
    .insertInto('authAccount')
    .values({ id: uuidv7(), accountId: id, providerId: 'credential', userId: id, password, ...times })
    .execute()
  return toResource(row)
}

async function keepAnAdministrator(
  transaction: Transaction<AllTables>,
  id: string,
  held: readonly Role[],
): Promise<void> {
  const user = await transaction
    .selectFrom('authUser')
    .where('id', '=', id)
    .select('role')
    .executeTakeFirstOrThrow(noSuchUser)
  if (!readRoles(user.role).includes('administrator') || held.includes('administrator')) return
  if ((await countAdministrators(transaction)) > 1) return
  throw new AppError('LAST_ADMINISTRATOR', 'One user must stay Administrator. Give another one this role first.')
}

function toResource(row: Pick<UserTables['authUser'], (typeof columns)[number]>): UserResource {
  const { id, name, email, createdAt } = row
  return { id, name, email, roles: readRoles(row.role), createdAt: createdAt.toISOString() }
}

function noSuchUser(): AppError {
  return new AppError('NOT_FOUND', 'There is no such user.')
}

export function setupDone(): AppError {
  return new AppError('SETUP_DONE', 'An administrator exists already. Sign in, or ask them for an account.')
}
