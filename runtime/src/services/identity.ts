import { hkdfSync } from 'node:crypto'
import type { Role } from '@patchbay/shared/api'
import { AppError } from '@patchbay/shared/errors'
import { DAY_MS, SECOND_MS } from '@patchbay/shared/time'
import { betterAuth } from 'better-auth'
import { APIError } from 'better-auth/api'
import { hashPassword, verifyPassword } from 'better-auth/crypto'
import type { PasswordWork } from '../platform/password-work.ts'
import type { Database } from '../store/database.ts'
import { authTables } from '../store/schema/auth-tables.ts'
import { readRoles } from '../store/schema/stored-roles.ts'

const sessionSeconds = (7 * DAY_MS) / SECOND_MS

export interface SignedInUser {
  readonly id: string
  readonly name: string
  readonly email: string
  readonly roles: readonly Role[]
}

/**
 * Sessions of people, kept by better-auth. Its own routes are not mounted: every request goes through this interface.
 */
export interface Identity {
  /**
   * Creates a session. `cookies` are complete `Set-Cookie` values.
   * @throws AppError UNAUTHENTICATED for a wrong e-mail or password, FORBIDDEN for a user without a role,
   * TOO_MANY_REQUESTS
   */
  signIn(email: string, password: string): Promise<{ user: SignedInUser; cookies: readonly string[] }>
  /** Ends the session of these request headers, if there is one. */
  signOut(headers: Headers): Promise<{ cookies: readonly string[] }>
  /** The person of the session cookie. With `renew`, a session that has been used for a while is prolonged. */
  session(
    headers: Headers,
    options?: { readonly renew?: boolean },
  ): Promise<{ user: SignedInUser; sessionId: string; cookies: readonly string[] } | undefined>
}

export interface IdentityOptions {
  readonly database: Database
  /** The key of the installation. The key that signs cookies is derived from it. */
  readonly key: string
  readonly passwordWork: PasswordWork
  readonly publicUrl?: string
}

export function createIdentity(options: IdentityOptions): Identity {
  const auth = createAuth(options)

  async function session(headers: Headers, { renew = false }: { readonly renew?: boolean } = {}) {
    if (!(headers.get('cookie') ?? '').includes(cookiePrefix)) return undefined
    const query = renew ? {} : { disableRefresh: true }
    const { response, headers: answer } = await auth.api.getSession({
      headers: only(headers, 'cookie'),
      query,
      returnHeaders: true,
    })
    const user = response === null ? undefined : toUser(response.user)
    if (response === null || user === undefined) return undefined
    return { user, sessionId: response.session.id, cookies: answer.getSetCookie() }
  }

  return {
    session,
    async signIn(email, password) {
      const { response, headers } = await translate(
        auth.api.signInEmail({ body: { email, password }, headers: new Headers(), returnHeaders: true }),
      )
      const user = toUser(response.user)
      if (user === undefined) {
        const context = await auth.$context
        await context.internalAdapter.deleteSession(response.token)
        throw new AppError('FORBIDDEN', 'This user has no role here. Ask an administrator for one.')
      }
      return { user, cookies: headers.getSetCookie() }
    },
    async signOut(headers) {
      const answer = await auth.api.signOut({ headers: only(headers, 'cookie'), returnHeaders: true })
      return { cookies: answer.headers.getSetCookie() }
    },
  }
}

const cookiePrefix = 'patchbay'

function createAuth({ database, key, publicUrl, passwordWork }: IdentityOptions) {
  return betterAuth({
    baseURL: publicUrl ?? 'http://localhost',
    secret: Buffer.from(hkdfSync('sha256', key, '', 'patchbay session cookies', 32)).toString('hex'),
    database: { db: database.kysely, type: 'postgres' },
    telemetry: { enabled: false },
    // What it would log is either returned to the caller or counted by the rate limit.
    logger: { disabled: true },
    rateLimit: { enabled: false },
    emailAndPassword: {
      enabled: true,
      disableSignUp: true,
      minPasswordLength: 10,
      maxPasswordLength: 128,
      password: {
        // Called for an unknown e-mail, too, so that the answer takes as long.
        hash: (password) => passwordWork(() => hashPassword(password)),
        verify: (given) => passwordWork(() => verifyPassword(given)),
      },
    },
    user: {
      modelName: authTables.user,
      additionalFields: { role: { type: 'string', required: false, input: false } },
    },
    session: { modelName: authTables.session, expiresIn: sessionSeconds, updateAge: sessionSeconds / 7 },
    account: { modelName: authTables.account },
    verification: { modelName: authTables.verification },
    advanced: {
      cookiePrefix,
      useSecureCookies: publicUrl?.startsWith('https:') === true,
      // The designer is one page that calls the API itself, so no foreign link ever needs the cookie.
      defaultCookieAttributes: { sameSite: 'strict', httpOnly: true, path: '/' },
    },
  })
}

/** Passes on only what better-auth needs: it would check an Origin or Host a second time, by other rules. */
function only(headers: Headers, name: string): Headers {
  const value = headers.get(name)
  return value === null ? new Headers() : new Headers({ [name]: value })
}

async function translate<Value>(call: Promise<Value>): Promise<Value> {
  try {
    return await call
  } catch (cause) {
    if (cause instanceof APIError && cause.statusCode < 500) {
      throw new AppError('UNAUTHENTICATED', 'E-mail or password is wrong.', { cause })
    }
    throw cause
  }
}

function toUser(row: { id: string; name: string; email: string; role?: string | null | undefined }) {
  const roles = readRoles(row.role ?? null)
  return roles.length === 0 ? undefined : { id: row.id, name: row.name, email: row.email, roles }
}
