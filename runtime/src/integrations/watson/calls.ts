import { AppError } from '@patchbay/shared/errors'
import type { AccountTokens } from '../../kit/oauth.ts'
import { basicHeader, callService, type ServiceAnswer } from '../../kit/service-call.ts'
import type { WebClient } from '../../platform/egress/web-client.ts'
import type { WatsonProperties } from './account.ts'

export interface WatsonCall {
  readonly web: WebClient
  readonly accountTokens: Pick<AccountTokens, 'token'>
  readonly accountId: string
  readonly properties: WatsonProperties
  readonly signal: AbortSignal
  /** For everything that a turn or a check takes, on the clock of `performance.now()`. */
  readonly deadlineMs: number
}

export interface WatsonRequest {
  readonly method: 'GET' | 'POST' | 'DELETE'
  /** Behind the service URL, with its slash in front. */
  readonly path: string
  readonly json?: object
}

/**
 * Calls the assistant's service. A token that it does not take any more is renewed, and the call is made once more: nothing
 * was done.
 * @throws AppError as `WebClient.request`; TOKEN_REQUEST_FAILED when IAM gives no token
 */
export async function callWatson(call: WatsonCall, request: WatsonRequest): Promise<ServiceAnswer> {
  if (call.properties.signIn === 'basic') {
    return send(call, request, basicHeader('apikey', call.properties.apiKey))
  }
  const token = await tokenOf(call)
  const answer = await send(call, request, bearer(token))
  if (answer.statusCode !== 401) return answer
  const other = await tokenOf(call, token)
  return other === token ? answer : send(call, request, bearer(other))
}

function bearer(token: string): readonly [string, string] {
  return ['authorization', `Bearer ${token}`]
}

function send(
  call: WatsonCall,
  { method, path, json }: WatsonRequest,
  credential: readonly [string, string],
): Promise<ServiceAnswer> {
  const { web, properties, signal } = call
  const sent = { method, url: `${serviceUrlOf(properties)}${path}?version=${properties.version}`, signal }
  const timeoutMs = remainingMs(call)
  if (json === undefined) return callService(web, { ...sent, timeoutMs, headers: [credential] })
  const headers = [credential, ['content-type', 'application/json'] as const]
  return callService(web, { ...sent, timeoutMs, headers, body: JSON.stringify(json) })
}

async function tokenOf(call: WatsonCall, rejected?: string): Promise<string> {
  const { accountTokens, accountId, signal } = call
  const asked = rejected === undefined ? {} : { rejected }
  try {
    return await accountTokens.token(accountId, { timeoutMs: remainingMs(call), signal, ...asked })
  } catch (thrown) {
    if (!(thrown instanceof AppError) || thrown.code !== 'TOKEN_REQUEST_FAILED') throw thrown
    const help = 'Check Password/API Key of the account. Test Connection tries it.'
    throw new AppError(thrown.code, thrown.message, { cause: thrown, extra: { ...thrown.extra, help } })
  }
}

function remainingMs({ deadlineMs }: WatsonCall): number {
  return Math.max(1, Math.ceil(deadlineMs - performance.now()))
}

/** Without what the page of the service shows behind it: it gives the whole address of a workspace. */
export function serviceUrlOf({ serviceUrl }: Pick<WatsonProperties, 'serviceUrl'>): string {
  return serviceUrl.replace(/\/v[12]\/(?:workspaces|assistants)(?:\/.*)?$/, '').replace(/\/+$/, '')
}

/** The path of the assistant, or of the workspace. */
export function placeOf({ kind, assistantId = '', environmentId = '', workspaceId = '' }: WatsonProperties): string {
  if (kind === 'workspace') return `/v1/workspaces/${workspaceId}`
  // Instances without environments have the same paths without that part.
  return `/v2/assistants/${assistantId}${environmentId === '' ? '' : `/environments/${environmentId}`}`
}
