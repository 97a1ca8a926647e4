import type { OAuthClient, OAuthGrant } from '../kit/oauth.ts'
import { originsOf, type WebCallProperties } from './saved-account.ts'

/** How a saved account gets its tokens. Undefined when it has none. */
export function oauthClientOf(properties: WebCallProperties): OAuthClient | undefined {
  const grant = grantOf(properties)
  if (grant === undefined) return undefined
  const { tokenUrl = '', clientId = '', clientSecret = '', scope = '', audience = '' } = properties
  const { clientAuthentication: form = 'automatic' } = properties
  return {
    grant,
    tokenUrl,
    clientId,
    clientSecret,
    scope: scope.trim(),
    audience: audience.trim(),
    ...(form === 'automatic' ? {} : { form }),
    origins: originsOf(properties),
  }
}

function grantOf(properties: WebCallProperties): OAuthGrant | undefined {
  const { signIn, username = '', password = '', authorizationUrl = '' } = properties
  if (signIn === 'client-credentials') return { type: signIn }
  if (signIn === 'password') return { type: signIn, username, password }
  return signIn === 'authorization-code' ? { type: signIn, authorizationUrl } : undefined
}
