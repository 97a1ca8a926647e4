import { AppError } from '@patchbay/shared/errors'
import type { OAuthClient } from '../../kit/oauth.ts'
import type { TokenRequest } from '../../platform/egress/oauth-tokens.ts'
import {
  type CredentialForm,
  type GivenToken,
  requestToken,
  type TokenRefusal,
  type TokenRequestOptions,
} from '../../platform/egress/request-token.ts'
import type { WebClient } from '../../platform/egress/web-client.ts'

/** A longer request has failed for all who wait for it. */
export const GRANT_TIMEOUT_MS = 20_000

/** What is known from the request before. */
export interface KnownGrant {
  readonly refreshToken: string | undefined
  readonly form: CredentialForm
}

/**
 * Asks for the next token of an account, without a person.
 * @throws AppError as `requestToken`; ACCOUNT_NOT_CONNECTED when only a person can get one
 */
export async function requestGrant(web: WebClient, client: OAuthClient, known?: KnownGrant): Promise<GivenToken> {
  const { grant, scope, audience } = client
  const options = optionsOf(client, known)
  const request = requestOf(client)
  const refresh = (refreshToken: string) =>
    requestToken(
      web,
      { ...request, grant: { grant_type: 'refresh_token', refresh_token: refreshToken } },
      options,
    ).then((given) => ({ ...given, refreshToken: given.refreshToken ?? refreshToken }))
  if (grant.type === 'client-credentials') return requestToken(web, { ...request, scope, audience }, options)
  if (grant.type === 'extension')
    return requestToken(web, { ...request, scope, audience, grant: grant.parameters }, options)
  if (grant.type === 'authorization-code') {
    if (known?.refreshToken === undefined) throw grantEnded()
    return refresh(known.refreshToken)
  }
  const { username, password } = grant
  if (known?.refreshToken !== undefined) {
    try {
      return await refresh(known.refreshToken)
    } catch (error) {
      // The refresh token has ended; the password gives another one.
      if (refusalOf(error)?.error !== 'invalid_grant') throw error
    }
  }
  return requestToken(
    web,
    { ...request, scope, audience, grant: { grant_type: 'password', username, password } },
    options,
  )
}

/** Exchanges the code that a person has brought. @throws AppError as `requestToken` */
export function requestCodeGrant(
  web: WebClient,
  client: OAuthClient,
  { code, redirectUri, verifier }: { readonly code: string; readonly redirectUri: string; readonly verifier: string },
): Promise<GivenToken> {
  const grant = { grant_type: 'authorization_code', code, redirect_uri: redirectUri, code_verifier: verifier }
  return requestToken(web, { ...requestOf(client), grant }, optionsOf(client))
}

/** What the token service said when it gave none; undefined for any other failure. */
export function refusalOf(error: unknown): TokenRefusal['refusal'] {
  if (!(error instanceof AppError) || error.code !== 'TOKEN_REQUEST_FAILED') return undefined
  // `requestToken` is the only source of this code.
  return (error.extra as TokenRefusal).refusal
}

/** There is nothing to ask for the next token with. */
function grantEnded(): AppError {
  const message = 'The access has ended, and the service gave nothing to renew it with.'
  return new AppError('ACCOUNT_NOT_CONNECTED', message)
}

function requestOf({ tokenUrl, clientId, clientSecret }: OAuthClient): TokenRequest {
  return { tokenUrl, clientId, clientSecret, scope: '' }
}

function optionsOf({ form, firstForm }: OAuthClient, known?: KnownGrant): TokenRequestOptions {
  return { form, known: known?.form ?? firstForm, timeoutMs: GRANT_TIMEOUT_MS }
}
