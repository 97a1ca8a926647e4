import { randomUUID } from 'node:crypto'
import { hmac } from '../../kit/signatures.ts'

export interface OAuthKeys {
  readonly consumerKey: string
  readonly consumerSecret: string
  readonly accessToken: string
  readonly accessTokenSecret: string
}

export interface OAuthRequest {
  readonly method: string
  /** Its query is signed; a JSON body is not. */
  readonly url: string
  readonly now: Date
  /** Makes each request another one. Default: a random text. */
  readonly nonce?: string
}

/** The `Authorization` header of a request in the name of a user: OAuth 1.0a with HMAC-SHA1 (RFC 5849 3.4). */
export function oauthHeader(keys: OAuthKeys, { method, url, now, nonce = newNonce() }: OAuthRequest): string {
  const target = new URL(url)
  const protocol: readonly (readonly [name: string, value: string])[] = [
    ['oauth_consumer_key', keys.consumerKey],
    ['oauth_nonce', nonce],
    ['oauth_signature_method', 'HMAC-SHA1'],
    ['oauth_timestamp', String(Math.floor(now.getTime() / 1000))],
    ['oauth_token', keys.accessToken],
    ['oauth_version', '1.0'],
  ]
  const parameters = [...protocol, ...target.searchParams]
    .map(([name, value]) => [percentEncoded(name), percentEncoded(value)] as const)
    .toSorted(inOrder)
    .map((pair) => pair.join('='))
    .join('&')
  const signed = [method.toUpperCase(), `${target.origin}${target.pathname}`, parameters].map(percentEncoded).join('&')
  const key = [keys.consumerSecret, keys.accessTokenSecret].map(percentEncoded).join('&')
  const all = [...protocol, ['oauth_signature', hmac('sha1', key, signed, 'base64')] as const]
  return `OAuth ${all.map(([name, value]) => `${name}="${percentEncoded(value)}"`).join(', ')}`
}

/** As RFC 3986 has it, which leaves fewer characters alone than a URL does. */
export function percentEncoded(text: string): string {
  return encodeURIComponent(text).replace(
    /[!'()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  )
}

/** By name and then by value, byte by byte: they are ASCII once they are encoded. */
function inOrder([name, value]: readonly [string, string], [other, otherValue]: readonly [string, string]): number {
  if (name !== other) return name < other ? -1 : 1
  return value === otherValue ? 0 : value < otherValue ? -1 : 1
}

function newNonce(): string {
  return randomUUID().replaceAll('-', '')
}
