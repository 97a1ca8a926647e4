import { AppError } from '@patchbay/shared/errors'
import { type AppContext, clientNetwork, type Principal } from '../kit/app-env.ts'
import { basicCredentials } from '../kit/basic-credentials.ts'
import { createFailureLimit } from '../kit/failure-limit.ts'
import { bearerToken, type Credentials, type TokenHolder } from '../services/credentials.ts'
import type { Identity } from '../services/identity.ts'
import { challengeOf } from './challenge.ts'
import { isV1 } from './v1-errors.ts'

/** The caller; undefined for nobody. @throws AppError as `createIdentify` says */
export type Identify = (context: AppContext) => Promise<Principal | undefined>

interface IdentifyOptions {
  readonly credentials: Credentials
  readonly identity: Pick<Identity, 'session'>
  /** Milliseconds on a clock that never goes back. */
  readonly clock: () => number
}

/**
 * Identifies the caller by the token, or else by the session cookie. The token is sent as Bearer, or below `/api/v1` also
 * by Basic: the e-mail of its user, and the token as password. Made once for all routes, which share the count of guesses.
 * @throws AppError INVALID_TOKEN, TOO_MANY_REQUESTS after too many of them from one address, FORBIDDEN for a token that only
 * starts flows
 */
export function createIdentify({ credentials, identity, clock }: IdentifyOptions): Identify {
  const guarded = createFailureLimit(clock)

  async function holderOf(context: AppContext, header: string): Promise<Principal> {
    const { path } = context.req
    const named = isV1(path) ? basicCredentials(header) : undefined
    const holder = named === undefined ? await byBearer(header) : await credentials.holderOfNamed(named)
    if (holder?.startsOnly === true) {
      throw new AppError('FORBIDDEN', 'This token starts flows only: its user is no API User.')
    }
    if (holder !== undefined) return holder
    const message = 'The token is not known, has expired, was removed, or its user may not use the API any more.'
    throw new AppError('INVALID_TOKEN', message, { headers: { 'www-authenticate': challengeOf(path) } })
  }

  async function byBearer(header: string): Promise<TokenHolder | undefined> {
    const token = bearerToken(header)
    return token === undefined ? undefined : credentials.holder(token)
  }

  return async (context) => {
    const header = context.req.header('authorization')
    if (header !== undefined) return guarded(clientNetwork(context), () => holderOf(context, header))
    const session = await identity.session(context.req.raw.headers)
    return session === undefined ? undefined : { kind: 'user', ...session.user }
  }
}
