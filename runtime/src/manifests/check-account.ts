import { type AccountCheck, getsTokens, type ManifestIntegration } from '@patchbay/shared/api'
import { accountCheck, checkLine } from '../kit/account-check.ts'
import type { IntegrationHost } from '../kit/integration.ts'
import { admitToBridge } from './admit.ts'
import type { BridgeAccount } from './bridge-auth.ts'

const TIMEOUT_MS = 20_000
const TAKEN = 'The bridge takes the account.'

/**
 * Test Connection: gets a token where the account has some, and asks the bridge whether it takes the account, unless it
 * needs what people enter anew each time.
 */
export async function checkBridgeAccount(
  host: Pick<IntegrationHost, 'web' | 'now' | 'accountTokens' | 'attention'>,
  integration: ManifestIntegration,
  account: BridgeAccount,
  signal: AbortSignal,
): Promise<AccountCheck> {
  const lines = []
  let token: string | undefined
  if (getsTokens(integration.authentication_type)) {
    const line = await checkLine(async () => {
      token = await host.accountTokens.token(account.id, { timeoutMs: TIMEOUT_MS, signal })
      return 'The token service gives tokens.'
    })
    if (!line.ok) return accountCheck([line], '')
    lines.push(line)
  }
  if (integration.auth_validation_endpoint === undefined) {
    lines.push({ ok: true, text: 'The bridge was not asked: its manifest has no auth_validation_endpoint.' })
    return accountCheck(lines, 'Nothing is in the way.')
  }
  let isAsked = true
  const line = await checkLine(async () => {
    const { unasked } = await admitToBridge(host, integration, account, {
      signal,
      ...(token === undefined ? {} : { given: { token, members: { ...account.granted } } }),
    })
    isAsked = unasked === undefined
    return unasked ?? TAKEN
  })
  if (line.ok && isAsked) await host.attention.wentWell(account.id, 'account')
  lines.push(line)
  return accountCheck(lines, isAsked ? TAKEN : 'Nothing is in the way.')
}
