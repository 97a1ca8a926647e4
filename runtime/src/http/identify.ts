import type { AppContext, Principal } from '../kit/app-env.ts'
import { bearerToken, type Credentials, invalidToken } from '../services/credentials.ts'
import type { Identity } from '../services/identity.ts'

/** Identifies the caller by the bearer token, or else by the session cookie. */
export function createIdentify(credentials: Credentials, identity: Pick<Identity, 'session'>) {
  return async (context: AppContext): Promise<Principal | undefined> => {
    const header = context.req.header('authorization')
    if (header !== undefined) return holderOf(header, credentials)
    const session = await identity.session(context.req.raw.headers)
    return session === undefined ? undefined : { kind: 'user', ...session.user }
  }
}

async function holderOf(header: string, credentials: Credentials): Promise<Principal> {
  const token = bearerToken(header)
  const holder = token === undefined ? undefined : await credentials.holder(token)
  if (holder === undefined) throw invalidToken('The token is not known, has expired or was removed.')
  return holder
}
