import { getsTokens, type ManifestIntegration } from '@patchbay/shared/api'
import type { JsonObject } from '@patchbay/shared/json'
import type { IntegrationHost } from '../kit/integration.ts'
import { type BridgeAccount, bridgeAuth, requireSecretHost } from './bridge-auth.ts'

/** What calls need of the host. */
export type BridgeHost = Pick<IntegrationHost, 'markAccount' | 'onError'>

export interface SignedCall {
  readonly integration: ManifestIntegration
  /** Undefined for an integration without sign-in. */
  readonly account: BridgeAccount | undefined
  readonly endpoint: string
  readonly timeoutMs: number
  readonly signal: AbortSignal
}

interface CallPorts {
  readonly host: BridgeHost
  readonly accountTokens: IntegrationHost['accountTokens']
}

/**
 * Sends with the `auth` of the account, and once more with a new token where the bridge refuses the first one with 401. A
 * second refusal, and one of entered credentials, marks the account; an answer that takes it clears such a mark.
 * @param send sends once. A null status says that no answer came
 * @throws AppError ACCOUNT_NOT_ALLOWED, whatever `accountTokens` and `send` throw
 */
export async function callSignedIn<Answer extends { readonly statusCode: number | null }>(
  { integration, account, endpoint, timeoutMs, signal }: SignedCall,
  { host, accountTokens }: CallPorts,
  send: (auth: JsonObject) => Promise<Answer>,
): Promise<Answer> {
  const token = (rejected?: string) => {
    if (account === undefined || !getsTokens(integration.authentication_type)) return undefined
    const asked = { timeoutMs, signal }
    return accountTokens.token(account.id, rejected === undefined ? asked : { ...asked, rejected })
  }
  if (account !== undefined) requireSecretHost(account, endpoint)
  const first = await token()
  let answer = await send(bridgeAuth(integration, account, { token: first }))
  if (answer.statusCode === 401 && first !== undefined) {
    const second = await token(first)
    if (second !== first) answer = await send(bridgeAuth(integration, account, { token: second }))
  }
  await noteRefusal(account, host, answer.statusCode)
  return answer
}

async function noteRefusal(account: BridgeAccount | undefined, host: BridgeHost, statusCode: number | null) {
  if (account === undefined) return
  const isRefused = statusCode === 401
  const isTaken = statusCode !== null && statusCode >= 200 && statusCode <= 299
  if (!isRefused && !(isTaken && account.needsAttention === true)) return
  const problem = isRefused ? 'The bridge answered 401: it does not accept the account.' : null
  // Whoever called goes on with the answer in any case.
  await host.markAccount(account.id, problem).catch((error: unknown) => host.onError(error, { accountId: account.id }))
}
