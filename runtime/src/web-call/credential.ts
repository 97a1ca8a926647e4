import { AppError } from '@patchbay/shared/errors'
import type { OpenAccount } from '../kit/account.ts'
import { readRequestUrl } from '../platform/egress/request-url.ts'
import { originsOf, type WebCallProperties } from './saved-account.ts'
import { remainingMs, type Trip } from './trip.ts'

/** The header by which a request signs in. It replaces header rows of the same name. */
export interface Credential {
  readonly name: string
  readonly value: string
  /** The OAuth 2.0 token in it, if there is one. */
  readonly token?: string
}

/**
 * What the token or the account of Authentication sends with a request to `url`; undefined for anything else. `rejected` is
 * the token that the service has just refused with 401.
 * @throws AppError ACCOUNT_NOT_ALLOWED when the account may not be used for this address, INVALID_URL, and what
 * `account` and the sources of tokens throw
 */
export async function credentialOf(trip: Trip, url: string, rejected?: string): Promise<Credential | undefined> {
  const { services, signal, account: open } = trip.context
  const { auth } = trip.inputs
  const options = { timeoutMs: remainingMs(trip), signal, ...(rejected === undefined ? {} : { rejected }) }
  if (auth?.type === 'oauth2') {
    const { tokenUrl = '', clientId = '', clientSecret = '', scope = '' } = auth
    const { audience = '', resource = '', parameters = [] } = auth
    const request = { tokenUrl, clientId, clientSecret, scope, audience, resource, parameters }
    return bearer(await services.tokens.token(request, options))
  }
  if (auth?.type !== 'account') return undefined
  const account = await open(auth.account ?? '')
  return accountCredential(account, url, () => services.accountTokens.token(account.id, options))
}

/** What an account sends with a request to `url`. @throws AppError ACCOUNT_NOT_ALLOWED, INVALID_URL, and as `token` */
export async function accountCredential(
  account: OpenAccount<WebCallProperties>,
  url: string,
  token: () => Promise<string>,
): Promise<Credential> {
  const { properties } = account
  requireAllowed(account, url)
  if (properties.signIn === 'basic') {
    const { username = '', password = '' } = properties
    return basicCredential(username, password)
  }
  if (properties.signIn === 'header') {
    const { headerName = '', headerPrefix = '', headerValue = '' } = properties
    const value = headerPrefix.trim() === '' ? headerValue : `${headerPrefix.trim()} ${headerValue}`
    return { name: headerName, value }
  }
  return bearer(await token())
}

/** An editor may call any address, but sends the secret of an administrator only where it belongs. */
function requireAllowed({ name, properties }: OpenAccount<WebCallProperties>, url: string): void {
  const { origin } = readRequestUrl(url)
  const allowed = originsOf(properties)
  if (allowed.includes(origin)) return
  const message = `The account "${name}" may not be used for ${origin}, but for ${allowed.join(' and ')}`
  throw new AppError('ACCOUNT_NOT_ALLOWED', message, {
    extra: { help: 'Correct URL of Service, or let an administrator add the address to the account under Accounts.' },
  })
}

export function basicCredential(username: string, password: string): Credential {
  return { name: 'Authorization', value: `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}` }
}

function bearer(token: string): Credential {
  return { name: 'Authorization', value: `Bearer ${token}`, token }
}
