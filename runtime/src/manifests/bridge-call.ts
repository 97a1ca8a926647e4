import { getsTokens, type ManifestAction, type ManifestIntegration } from '@patchbay/shared/api'
import { bridgeLimits } from '@patchbay/shared/bridges'
import { toAppError } from '@patchbay/shared/errors'
import { type JsonObject, stringifyJson } from '@patchbay/shared/json'
import type { StepServices } from '../kit/node.ts'
import { toRunError } from '../kit/run-error.ts'
import { type CallReport, callService, type PreparedCall, type WebCallInputs } from '../web-call/index.ts'
import type { BridgeAccount } from './bridge-auth.ts'
import { bridgeHeaders } from './bridge-headers.ts'
import { bridgeFailure } from './bridge-reply.ts'
import { type BridgeHost, callSignedIn, type SignedCall } from './call-signed-in.ts'

/** One call of an action. */
export interface BridgeCall {
  readonly integration: ManifestIntegration
  /** Undefined for an integration without sign-in. */
  readonly account: BridgeAccount | undefined
  readonly action: Pick<ManifestAction, 'name' | 'endpoint'>
  readonly meta: JsonObject
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

/** Calls the bridge for an action, and reads its reply as a web call does. */
export async function callBridge(call: BridgeCall, context: BridgeCallContext): Promise<CallReport> {
  const { integration, account, action, timeoutSeconds } = call
  const { host, services, signal } = context
  const { name, endpoint } = action
  const signed: SignedCall = {
    integration,
    account,
    kind: `action:${name}`,
    endpoint,
    timeoutMs: timeoutSeconds * 1_000,
    signal,
  }
  try {
    const ports = { host, accountTokens: services.accountTokens }
    const report = await callSignedIn(signed, ports, (auth) => send(call, context, auth))
    return { ...report, error: bridgeFailure(report, getsTokens(integration.authentication_type)) }
  } catch (thrown) {
    if (signal.aborted) throw thrown
    return notCalled(call, thrown)
  }
}

function send(call: BridgeCall, context: BridgeCallContext, auth: JsonObject): Promise<CallReport> {
  const { account, action, meta, data, timeoutSeconds, responseVariables = [] } = call
  const { services, signal, idempotencyKey, label, prepared } = context
  const body = stringifyJson({ auth, meta, data })
  const headers = bridgeHeaders(account, { body, now: services.now(), key: idempotencyKey })
  const inputs: WebCallInputs = {
    method: 'POST',
    url: action.endpoint,
    timeoutSeconds,
    headers: headers.map(([key, value]) => ({ key, value })),
    body,
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
function notCalled({ action: { endpoint: url } }: BridgeCall, thrown: unknown): CallReport {
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
