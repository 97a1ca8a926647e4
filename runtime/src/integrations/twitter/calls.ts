import { type Json, type JsonObject, stringifyJson } from '@patchbay/shared/json'
import type { IntegrationHost } from '../../kit/integration.ts'
import { basicHeader, callService, refusedCall, type ServiceAnswer } from '../../kit/service-call.ts'
import { fieldOf, textOf } from '../../kit/values.ts'
import type { TwitterProperties } from './account.ts'
import { oauthHeader, percentEncoded } from './oauth.ts'

export type TwitterHost = Pick<IntegrationHost<TwitterProperties>, 'web' | 'url' | 'now'>

export interface TwitterCall {
  readonly properties: TwitterProperties
  readonly signal: AbortSignal
}

export interface TwitterRequest {
  readonly method: 'GET' | 'POST' | 'PUT'
  /** Begins with a slash, below the host. */
  readonly path: string
  readonly body?: JsonObject
  /** A token of the app itself. Absent: the request is signed in the name of the account. */
  readonly appToken?: string
  /** Default that of `callService`. */
  readonly timeoutMs?: number
}

/** Calls the API of X. */
export function callTwitter(
  { web, url, now }: TwitterHost,
  { properties, signal }: TwitterCall,
  { method, path, body, appToken, ...limits }: TwitterRequest,
): Promise<ServiceAnswer> {
  const target = `${url('api')}${path}`
  const authorization =
    appToken === undefined ? oauthHeader(properties, { method, url: target, now: now() }) : `Bearer ${appToken}`
  return callService(web, {
    method,
    url: target,
    headers: [
      ['authorization', authorization],
      ...(body === undefined ? [] : [['content-type', 'application/json'] as const]),
    ],
    ...(body === undefined ? {} : { body: stringifyJson(body) }),
    ...limits,
    signal,
  })
}

/** The `data` of an answer. @throws AppError HTTP_STATUS with the words of X unless it is 2xx and has some */
export async function requireTwitter(
  host: TwitterHost,
  call: TwitterCall,
  request: TwitterRequest,
): Promise<Json | undefined> {
  const answer = await callTwitter(host, call, request)
  const data = fieldOf(answer.body, 'data')
  // An empty list has no data.
  if (answer.isOk && (data !== undefined || fieldOf(answer.body, 'meta') !== undefined)) return data
  throw refusedAnswer(answer)
}

/** A token of the app, by which webhooks are listed and made. @throws AppError HTTP_STATUS when X does not give one */
export async function appTokenOf({ web, url }: TwitterHost, { properties, signal }: TwitterCall): Promise<string> {
  const { consumerKey, consumerSecret } = properties
  const answer = await callService(web, {
    method: 'POST',
    url: `${url('api')}/oauth2/token`,
    headers: [
      basicHeader(percentEncoded(consumerKey), percentEncoded(consumerSecret)),
      ['content-type', 'application/x-www-form-urlencoded;charset=UTF-8'],
    ],
    body: 'grant_type=client_credentials',
    signal,
  })
  const token = textOf(fieldOf(answer.body, 'access_token'))
  if (!answer.isOk || token === '') throw refusedAnswer(answer)
  return token
}

export function refusedAnswer({ statusCode, body }: ServiceAnswer) {
  const reason = reasonOf(body)
  if (statusCode === 401) return refusedCall(`X does not accept the four keys together: ${reason || 'Unauthorized'}`)
  return refusedCall(`X answered ${statusCode}${reason === '' ? '' : `: ${reason}`}`)
}

/** What an error says: a problem, or the first of a list. Empty when there is none. */
export function reasonOf(body: Json | undefined): string {
  const listed = fieldOf(body, 'errors')
  const error = Array.isArray(listed) ? listed[0] : undefined
  const [title = '', ...words] = [body, error].flatMap((place) =>
    ['title', 'detail', 'message'].map((name) => textOf(fieldOf(place, name))).filter((text) => text !== ''),
  )
  return [...new Set([title, ...words])].filter((text) => text !== '').join(': ')
}
