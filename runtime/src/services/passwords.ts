import { createHash, randomBytes } from 'node:crypto'
import { AppError } from '@patchbay/shared/errors'
import { DAY_MS } from '@patchbay/shared/time'
import { hashPassword } from 'better-auth/crypto'
import type { Transaction } from 'kysely'
import type { PasswordWork } from '../platform/password-work.ts'
import type { Database } from '../store/database.ts'
import { uuidv7 } from '../store/uuid.ts'
import type { AllTables, UserTables } from './user-tables.ts'
import { removeSignInToken, type Users } from './users.ts'

/** How long a link for a new password works. */
const RESET_MS = DAY_MS

export interface PasswordReset {
  /** The secret of the link, shown this once. */
  readonly token: string
  readonly expiresAt: Date
}

/**
 * Passwords of people. A new password ends all sessions of its user and the token that the user's programs signed in for.
 * Named API tokens stay: they were not made by the password.
 */
export interface Passwords {
  /** @throws AppError INVALID_INPUT when the current password is wrong, TOO_MANY_REQUESTS */
  change(
    user: { readonly id: string; readonly email: string },
    change: { readonly currentPassword: string; readonly newPassword: string },
  ): Promise<void>
  /** Makes a link for a new password. A link made before stops working. @throws AppError NOT_FOUND */
  createReset(userId: string): Promise<PasswordReset>
  /** Sets the password by the secret of a link, once. @throws AppError INVALID_TOKEN, TOO_MANY_REQUESTS */
  reset(token: string, password: string): Promise<void>
  /** Ends all sessions of the user, in every browser. */
  endSessions(userId: string): Promise<void>
}

export interface PasswordsOptions {
  readonly database: Database
  readonly users: Pick<Users, 'verify'>
  readonly passwordWork: PasswordWork
  /** Tells all processes that sessions and tokens have ended. */
  readonly onChange: () => void
  readonly now: () => Date
}

export function createPasswords({ database, users, passwordWork, onChange, now }: PasswordsOptions): Passwords {
  const kysely = database.kysely.withTables<UserTables>()
  const hashOf = (password: string) => passwordWork(() => hashPassword(password))

  async function set(transaction: Transaction<AllTables>, userId: string, hash: string): Promise<boolean> {
    const { numUpdatedRows } = await transaction
      .updateTable('authAccount')
      .set({ password: hash, updatedAt: now() })
      .where('userId', '=', userId)
      .where('providerId', '=', 'credential')
      .executeTakeFirst()
    await transaction.deleteFrom('authSession').where('userId', '=', userId).execute()
    await removeSignInToken(transaction, userId)
    await transaction.deleteFrom('authVerification').where('identifier', '=', identifierOf(userId)).execute()
    return numUpdatedRows > 0n
  }

  return {
    async change({ id, email }, { currentPassword, newPassword }) {
      if ((await users.verify(email, currentPassword)) === undefined) throw wrongPassword()
      const hash = await hashOf(newPassword)
      await kysely.transaction().execute((transaction) => set(transaction, id, hash))
      onChange()
    },
    async createReset(userId) {
      const token = randomBytes(32).toString('base64url')
      const expiresAt = new Date(now().getTime() + RESET_MS)
      const identifier = identifierOf(userId)
      const times = { createdAt: now(), updatedAt: now() }
      await kysely.transaction().execute(async (transaction) => {
        const user = transaction.selectFrom('authUser').where('id', '=', userId).select('id')
        await user.executeTakeFirstOrThrow(() => new AppError('NOT_FOUND', 'There is no such user.'))
        await transaction.deleteFrom('authVerification').where('identifier', '=', identifier).execute()
        const row = { id: uuidv7(), identifier, value: digestOf(token), expiresAt, ...times }
        await transaction.insertInto('authVerification').values(row).execute()
      })
      return { token, expiresAt }
    },
    async reset(token, password) {
      const value = digestOf(token)
      const found = await kysely
        .selectFrom('authVerification')
        .select('identifier')
        .where('value', '=', value)
        .where('expiresAt', '>', now())
        .executeTakeFirst()
      if (found === undefined || !found.identifier.startsWith(PREFIX)) throw usedLink()
      // Only after the link was found, so that nobody else can make the server derive passwords.
      const hash = await hashOf(password)
      await kysely.transaction().execute(async (transaction) => {
        const taken = transaction.deleteFrom('authVerification').where('value', '=', value).returning('id')
        await taken.executeTakeFirstOrThrow(usedLink)
        if (!(await set(transaction, found.identifier.slice(PREFIX.length), hash))) throw usedLink()
      })
      onChange()
    },
    async endSessions(userId) {
      await kysely.deleteFrom('authSession').where('userId', '=', userId).execute()
      onChange()
    },
  }
}

const PREFIX = 'password-reset:'

function identifierOf(userId: string): string {
  return `${PREFIX}${userId}`
}

/** The database holds no secret of a link, as it holds none of a token. */
function digestOf(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}

function wrongPassword(): AppError {
  const message = 'This is not your password.'
  return new AppError('INVALID_INPUT', `currentPassword: ${message}`, {
    errors: [{ path: 'currentPassword', message }],
  })
}

function usedLink(): AppError {
  return new AppError(
    'INVALID_TOKEN',
    'This link was used already or has expired. Ask an administrator for another one.',
  )
}
