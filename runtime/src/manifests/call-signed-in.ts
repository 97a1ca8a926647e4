import { getsTokens, type ManifestIntegration } from '@patchbay/shared/api'
import type { JsonObject } from '@patchbay/shared/json'
import { type AttentionKind, isOver, isRefusal } from '../kit/attention.ts'
import type { IntegrationHost } from '../kit/integration.ts'
import { type BridgeAccount, bridgeAuth, requireSecretHost } from './bridge-auth.ts'

/** What calls need of the host. */
export type BridgeHost = Pick<IntegrationHost, 'attention' | 'onError'>

export interface SignedCall {
  readonly integration: ManifestIntegration
  /** Undefined for an integration without sign-in. */
  readonly account: BridgeAccount | undefined
  readonly kind: AttentionKind
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
 * second refusal, and one of entered credentials, marks the account, and an answer that takes it may end such a mark. Of
 * the calls of a synchronization none does: how it ends, decides.
 * @param send sends once. A null status says that no answer came
 * @throws AppError ACCOUNT_NOT_ALLOWED, whatever `accountTokens` and `send` throw
 */
export async function callSignedIn<Answer extends { readonly statusCode: number | null }>(
  { integration, account, kind, endpoint, timeoutMs, signal }: SignedCall,
  { host, accountTokens }: CallPorts,
  send: (auth: JsonObject) => Promise<Answer>,
): Promise<Answer> {
  const token = (rejected?: string) => {
    if (account === undefined || !getsTokens(integration.authentication_type)) return undefined
    const asked = { timeoutMs, signal }
    return accountTokens.token(account.id, rejected === undefined ? asked : { ...asked, rejected })
  }
  if (account !== undefined) requireSecretHost(account, endpoint, { isAction: kind.startsWith('action:') })
  const first = await token()
  let answer = await send(bridgeAuth(integration, account, { token: first }))
  if (answer.statusCode === 401 && first !== undefined) {
    const second = await token(first)
    if (second !== first) answer = await send(bridgeAuth(integration, account, { token: second }))
  }
  if (account !== undefined && isRefusal(kind)) await note(account, kind, answer.statusCode, host)
  return answer
}

async function note(account: BridgeAccount, kind: AttentionKind, statusCode: number | null, host: BridgeHost) {
  const isTaken = statusCode !== null && statusCode >= 200 && statusCode <= 299
  const isMended = isTaken && account.attention !== undefined && isOver(account.attention, kind)
  if (statusCode !== 401 && !isMended) return
  const noted = isMended
    ? host.attention.wentWell(account.id, kind)
    : host.attention.mark(account.id, kind, refusal(kind))
  // Whoever called goes on with the answer in any case.
  await noted.catch((error: unknown) => host.onError(error, { accountId: account.id }))
}

function refusal(kind: AttentionKind): string {
  const asked = kind.startsWith('action:') ? kind.replace(':', ' ') : `question for ${kind}`
  return `The bridge answered 401 to the ${asked}: it does not accept the account.`
}
