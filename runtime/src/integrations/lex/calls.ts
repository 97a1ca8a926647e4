import { givenUrl } from '../../kit/account-properties.ts'
import { callService, type ServiceAnswer } from '../../kit/service-call.ts'
import type { WebClient } from '../../platform/egress/web-client.ts'
import type { LexProperties } from './account.ts'
import { signedHeaders } from './signed-headers.ts'

export interface LexCall {
  readonly web: WebClient
  readonly properties: LexProperties
  readonly signal: AbortSignal
  readonly timeoutMs: number
  readonly now: Date
}

/** A conversation of a bot, as the runtime API names it. */
export interface LexSession {
  readonly botId: string
  readonly botAlias: string
  readonly locale: string
  readonly sessionId: string
}

/** Says a text in a conversation. Sent once: the bot goes on with what it got. @throws AppError as `WebClient.request` */
export function recognizeText(call: LexCall, session: LexSession, body: object): Promise<ServiceAnswer> {
  return request(call, { method: 'POST', path: `${pathOf(session)}/text`, body: JSON.stringify(body) })
}

/** Reads how a conversation stands, and changes nothing. @throws AppError as `WebClient.request` */
export function getSession(call: LexCall, session: LexSession): Promise<ServiceAnswer> {
  return request(call, { method: 'GET', path: pathOf(session) })
}

function pathOf({ botId, botAlias, locale, sessionId }: LexSession): string {
  const [bot, alias, language, id] = [botId, botAlias, locale, sessionId].map(encodeURIComponent)
  return `/bots/${bot}/botAliases/${alias}/botLocales/${language}/sessions/${id}`
}

interface LexRequest {
  readonly method: 'GET' | 'POST'
  readonly path: string
  readonly body?: string
}

async function request(call: LexCall, { method, path, body }: LexRequest): Promise<ServiceAnswer> {
  const { web, properties, signal, timeoutMs, now } = call
  const sent = { method, url: `${apiUrlOf(properties)}${path}`, ...(body === undefined ? {} : { body }) }
  const headers = body === undefined ? {} : { 'content-type': 'application/json' }
  return callService(web, {
    ...sent,
    headers: await signedHeaders({ ...sent, headers }, properties, now),
    secretHeaders: ['x-amz-security-token'],
    timeoutMs,
    signal,
  })
}

function apiUrlOf({ apiUrl, region }: LexProperties): string {
  return givenUrl(apiUrl) ?? `https://runtime-v2-lex.${region}.amazonaws.com`
}
