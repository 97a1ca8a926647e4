import { type Json, type JsonObject, stringifyJson } from '@patchbay/shared/json'
import type { IntegrationHost } from '../../kit/integration.ts'
import { callService, refusedCall, type ServiceAnswer } from '../../kit/service-call.ts'
import { hmac } from '../../kit/signatures.ts'
import { fieldOf, textOf } from '../../kit/values.ts'
import type { FacebookProperties } from './account.ts'

/** A version lives for about two years. */
const VERSION = 'v23.0'

export type FacebookHost = Pick<IntegrationHost<FacebookProperties>, 'web' | 'url' | 'now'>

export interface FacebookCall {
  readonly properties: FacebookProperties
  readonly signal: AbortSignal
}

export interface GraphRequest {
  readonly method: 'GET' | 'POST'
  /** Begins with a slash, below the version. */
  readonly path: string
  readonly query?: Readonly<Record<string, string>>
  readonly body?: JsonObject
  /** As the app itself, and not as the page. */
  readonly asApp?: boolean
}

/** Calls the Graph API. Tokens go in headers, because addresses are logged on the way. */
export function callGraph(
  { web, url }: FacebookHost,
  { properties, signal }: FacebookCall,
  { method, path, query = {}, body, asApp = false }: GraphRequest,
): Promise<ServiceAnswer> {
  const { appId = '', appSecret = '' } = properties
  const token = asApp ? `${appId}|${appSecret}` : properties.token
  // Proves that the caller holds the secret of the app beside the token.
  const proof = asApp || appSecret === '' ? {} : { appsecret_proof: hmac('sha256', appSecret, token, 'hex') }
  const parameters = new URLSearchParams({ ...query, ...proof }).toString()
  return callService(web, {
    method,
    url: `${url('api')}/${VERSION}${path}${parameters === '' ? '' : `?${parameters}`}`,
    headers: [
      ['authorization', `Bearer ${token}`],
      ...(body === undefined ? [] : [['content-type', 'application/json'] as const]),
    ],
    ...(body === undefined ? {} : { body: stringifyJson(body) }),
    signal,
  })
}

/** @throws AppError HTTP_STATUS with Facebook's words unless the answer is 2xx and no error */
export async function requireGraph(
  host: FacebookHost,
  call: FacebookCall,
  request: GraphRequest,
): Promise<Json | undefined> {
  const answer = await callGraph(host, call, request)
  const { code, reason } = errorOf(answer.body)
  if (answer.isOk && code === '') return answer.body
  if (code === '190') throw refusedCall(`Facebook does not accept the token: ${reason}`)
  throw refusedCall(`Facebook answered ${answer.statusCode}${reason === '' ? '' : `: ${reason}`}`)
}

/** The error in an answer; its code is empty when there is none. */
export function errorOf(body: Json | undefined) {
  const error = fieldOf(body, 'error')
  const [message, code, subcode] = ['message', 'code', 'error_subcode'].map((name) => textOf(fieldOf(error, name)))
  const number = [code, subcode].filter((part) => part !== '').join('/')
  return { code: code ?? '', subcode: subcode ?? '', reason: message === '' ? '' : `${number} ${message}` }
}
