import { AppError, toAppError } from '@patchbay/shared/errors'
import type { WebClient } from '../../platform/egress/web-client.ts'
import { type HttpGatewayProperties, ID_PLACEHOLDER } from './account.ts'

const DEFAULT_TIMEOUT_SECONDS = 10
const MAX_ANSWER_BYTES = 64 * 1024
const LONGEST_ID = 200

/** A gateway's answer about a text. */
export interface GatewayStatus {
  /** Whether the gateway accepted the text. Undefined when it did not say. */
  readonly taken: boolean | undefined
  readonly messageId?: string
  readonly status?: string
  /** Why `taken` is undefined. */
  readonly reason: string
}

export function timeoutMsOf({ timeoutSeconds }: HttpGatewayProperties): number {
  return (timeoutSeconds ?? DEFAULT_TIMEOUT_SECONDS) * 1000
}

export function isAskable({ statusUrl }: HttpGatewayProperties): boolean {
  return statusUrl !== undefined && statusUrl !== ''
}

/**
 * The options of every call: the time-out, and the credential, which is sent only to the account's host.
 * @throws AppError SECRET_MISSING when the credential is not complete
 */
export function callOf(properties: HttpGatewayProperties) {
  const headers = credentialHeaders(properties)
  const secretHeaders = headers.map(([name]) => name)
  // A redirected POST would send the text twice, and a compromised gateway could redirect the credential.
  return { headers, secretHeaders, timeoutMs: timeoutMsOf(properties), maxRedirects: 0 } as const
}

function credentialHeaders(properties: HttpGatewayProperties): readonly (readonly [string, string])[] {
  const { authentication = 'none', username, password, headerName, headerValue } = properties
  if (authentication === 'none') return []
  if (authentication === 'basic') {
    if (username === undefined || password === undefined) throw credentialMissing('username and password')
    return [['authorization', `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`]]
  }
  if (headerName === undefined || headerValue === undefined) throw credentialMissing('the header and its value')
  return [[headerName.toLowerCase(), headerValue]]
}

/** Asks the Status URL about one text. Never throws for what the gateway does. */
export async function askGateway(
  properties: HttpGatewayProperties,
  id: string,
  { web, signal }: { readonly web: WebClient; readonly signal: AbortSignal },
): Promise<GatewayStatus> {
  const url = (properties.statusUrl ?? '').replaceAll(ID_PLACEHOLDER, encodeURIComponent(id))
  // The credential is stored for the host of URL and is sent to no other.
  if (hostOf(url) !== hostOf(properties.url)) return unclear('It is not on the host of URL.')
  try {
    const call = callOf(properties)
    const headers = [...call.headers, ['accept', 'application/json'] as const]
    const { statusCode, text } = await web.request({
      ...call,
      method: 'GET',
      url,
      headers,
      maxBytes: MAX_ANSWER_BYTES,
      signal,
    })
    const answer = readAnswer(text)
    if (statusCode >= 500 || answer.taken === undefined) return unclear(`It answered ${statusCode} without "taken".`)
    return { ...answer, reason: '' }
  } catch (error) {
    return unclear(toAppError(error).message)
  }
}

/** Reads the known fields of a gateway's answer. All of them are optional. */
export function readAnswer(text: string): Pick<GatewayStatus, 'taken' | 'messageId' | 'status'> {
  const body = parse(text)
  if (typeof body !== 'object' || body === null) return { taken: undefined }
  const taken = 'taken' in body && typeof body.taken === 'boolean' ? body.taken : undefined
  const id = 'id' in body ? shortText(body.id) : undefined
  const status = 'status' in body ? shortText(body.status) : undefined
  return { taken, ...(id === undefined ? {} : { messageId: id }), ...(status === undefined ? {} : { status }) }
}

function shortText(value: unknown): string | undefined {
  const text = typeof value === 'number' ? String(value) : value
  return typeof text === 'string' && text !== '' ? text.slice(0, LONGEST_ID) : undefined
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function hostOf(url: string): string | undefined {
  return URL.canParse(url) ? new URL(url).host : undefined
}

function unclear(reason: string): GatewayStatus {
  return { taken: undefined, reason }
}

function credentialMissing(what: string): AppError {
  const help = 'Enter it under Accounts.'
  return new AppError('SECRET_MISSING', `The gateway account has no credential: enter ${what}.`, { extra: { help } })
}
