import type { AccountConnection } from '@patchbay/shared/api'
import type { OAuthClient } from '../../kit/oauth.ts'
import type { KeptToken } from './kept-token.ts'
import type { StoredToken } from './token-repository.ts'

/** How the tokens of an account stand, for its page. `row` and `kept` are those of its present settings. */
export function connectionOf(
  { grant }: OAuthClient,
  row: StoredToken | undefined,
  kept: KeptToken | undefined,
): AccountConnection {
  const canConnect = grant.type === 'authorization-code'
  const isRenewed = !canConnect || kept?.refreshToken !== undefined
  const { problem = null, expiresAt = null } = row ?? {}
  return {
    state: stateOf(canConnect, row, kept),
    until: expiresAt?.toISOString() ?? null,
    isRenewed,
    canConnect,
    problem,
  }
}

function stateOf(
  canConnect: boolean,
  row: StoredToken | undefined,
  kept: KeptToken | undefined,
): AccountConnection['state'] {
  if (row !== undefined && row.state !== 'none' && row.state !== 'connected') return row.state
  if (kept !== undefined) return 'connected'
  return canConnect ? 'not-connected' : 'not-asked'
}
