import type { ManifestIntegration } from '@patchbay/shared/api'
import type { OAuthClient, OAuthGrant } from '../kit/oauth.ts'
import { textOf } from '../kit/values.ts'
import type { BridgeProperties } from './bridge-auth.ts'

/** How an account of the integration gets its tokens. Undefined when its type has none. */
export function bridgeClient(
  { authentication_type: type }: ManifestIntegration,
  properties: BridgeProperties,
): OAuthClient | undefined {
  const text = (name: string) => textOf(properties[name]).trim()
  const address = (name: string) => URL.parse(text(name), URL.parse(text('site'))?.href)?.href ?? text(name)
  const grant = grantOf(type, { text, address })
  if (grant === undefined) return undefined
  const { tokenUrl, scope, audience } = parametersOf(address('access_token_url'))
  return {
    grant,
    tokenUrl,
    clientId: text('client_id'),
    clientSecret: textOf(properties.client_secret),
    // At the authorization URL they stay where they stand.
    scope: grant.type === 'authorization-code' ? '' : scope,
    audience,
    firstForm: 'body',
    // Each call looks whether it goes where the client secret was entered for.
    origins: [],
  }
}

function grantOf(
  type: ManifestIntegration['authentication_type'],
  { text, address }: { text(name: string): string; address(name: string): string },
): OAuthGrant | undefined {
  if (type === 'oauth2') return { type: 'authorization-code', authorizationUrl: address('authorization_url') }
  if (type === 'oauth2_password') return { type: 'password', username: text('username'), password: text('password') }
  return type === 'oauth2_client_credentials' ? { type: 'client-credentials' } : undefined
}

/** A manifest has no field for scope and audience: they stand in the query of the address. */
function parametersOf(tokenUrl: string) {
  const url = URL.parse(tokenUrl)
  if (url === null) return { tokenUrl, scope: '', audience: '' }
  const [scope, audience] = ['scope', 'audience'].map((name) => url.searchParams.get(name) ?? '')
  for (const name of ['scope', 'audience']) url.searchParams.delete(name)
  return { tokenUrl: url.href, scope: scope ?? '', audience: audience ?? '' }
}
