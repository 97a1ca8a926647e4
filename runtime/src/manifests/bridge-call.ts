import { getsTokens, type ManifestIntegration } from '@patchbay/shared/api'
import { bridgeLimits } from '@patchbay/shared/bridges'
import { toAppError } from '@patchbay/shared/errors'
import { type JsonObject, stringifyJson } from '@patchbay/shared/json'
import type { IntegrationHost } from '../kit/integration.ts'
import type { StepServices } from '../kit/node.ts'
import { toRunError } from '../kit/run-error.ts'
import { type CallReport, callService, type PreparedCall, type WebCallInputs } from '../web-call/index.ts'
import { type BridgeAccount, bridgeAuth, requireSecretHost } from './bridge-auth.ts'
import { bridgeFailure } from './bridge-reply.ts'

/** What calls need of the host. */
export type BridgeHost = Pick<IntegrationHost, 'markAccount' | 'onError'>

/** One call of an action. */
export interface BridgeCall {
  readonly integration: ManifestIntegration
  /** Undefined for an integration without sign-in. */
  readonly account: BridgeAccount | undefined
  readonly endpoint: string
  readonly data: JsonObject
  readonly timeoutSeconds: number
  readonly responseVariables?: WebCallInputs['responseVariables']
}

export interface BridgeCallContext {
  readonly host: BridgeHost
  readonly services: StepServices
  readonly signal: AbortSignal
  readonly idempotencyKey: string
  readonly label: string
  readonly prepared: PreparedCall
}

/**
 * Calls the bridge, and once more with a new token where it refuses the first one with 401. A second refusal, and one of
 * entered credentials, marks the account.
 */
export async function callBridge(call: BridgeCall, context: BridgeCallContext): Promise<CallReport> {
  const { account, integration, timeoutSeconds } = call
  const isOAuth = getsTokens(integration.authentication_type)
  const { accountTokens } = context.services
  const token = (rejected?: string) => {
    if (account === undefined || !isOAuth) return undefined
    const asked = { timeoutMs: timeoutSeconds * 1_000, signal: context.signal }
    return accountTokens.token(account.id, rejected === undefined ? asked : { ...asked, rejected })
  }
  let report: CallReport
  try {
    if (account !== undefined) requireSecretHost(account, call.endpoint)
    const first = await token()
    report = await send(call, context, first)
    if (report.statusCode === 401 && first !== undefined) {
      const second = await token(first)
      if (second !== first) report = await send(call, context, second)
    }
  } catch (thrown) {
    if (context.signal.aborted) throw thrown
    return notCalled(call, thrown)
  }
  await noteRefusal(call, context, report)
  return { ...report, error: bridgeFailure(report, isOAuth) }
}

function send(call: BridgeCall, context: BridgeCallContext, token: string | undefined): Promise<CallReport> {
  const { integration, account, endpoint, data, timeoutSeconds, responseVariables = [] } = call
  const { services, signal, idempotencyKey, label, prepared } = context
  const inputs: WebCallInputs = {
    method: 'POST',
    url: endpoint,
    timeoutSeconds,
    contentType: 'application/json',
    headers: [
      { key: 'Accept', value: 'application/json' },
      { key: 'User-Agent', value: 'Patchbay' },
      { key: 'Idempotency-Key', value: idempotencyKey },
    ],
    body: stringifyJson({ auth: bridgeAuth(integration, account, { token }), meta: {}, data }),
    readReplyAs: 'json',
    // A redirect would take the credentials elsewhere.
    maxRedirects: 0,
    maxReplyBytes: bridgeLimits.answerBytes,
    responseVariables,
  }
  const noAccount = () => Promise.reject(new Error('A call to a bridge signs in by its body.'))
  return callService(inputs, prepared, { services, signal, idempotencyKey, label, account: noAccount })
}

/** Nothing was sent: no token, or the account may not be used here. */
function notCalled({ endpoint: url }: BridgeCall, thrown: unknown): CallReport {
  const isForeseen = toAppError(thrown).code !== 'INTERNAL'
  if (!isForeseen) throw thrown
  return {
    request: { method: 'POST', url, headers: [], body: null },
    reply: null,
    statusCode: null,
    extracted: [],
    warnings: [],
    error: toRunError(thrown),
    retryAdvice: undefined,
    durationMs: 0,
  }
}

async function noteRefusal({ account }: BridgeCall, { host }: BridgeCallContext, { statusCode }: CallReport) {
  if (account === undefined) return
  const isRefused = statusCode === 401
  const isTaken = statusCode !== null && statusCode >= 200 && statusCode <= 299
  if (!isRefused && !(isTaken && account.needsAttention === true)) return
  const problem = isRefused ? 'The bridge answered 401: it does not accept the account.' : null
  // The run goes on by its exit in any case.
  await host.markAccount(account.id, problem).catch((error: unknown) => host.onError(error, { accountId: account.id }))
}
