import { createPrivateKey, type KeyObject, randomUUID, sign } from 'node:crypto'
import { AppError } from '@patchbay/shared/errors'
import { hmac, requireFresh, requireSignature, sha256Hex, wrongSignature } from '../../kit/signatures.ts'
import { isRecord } from '../../platform/is-record.ts'

const LIFETIME_SECONDS = 900

/**
 * The token that proves to the Messages API that a call comes from the application.
 * @throws AppError SECRET_MISSING when the private key cannot be read
 */
export function applicationToken(applicationId: string, privateKey: string, now: Date): string {
  const iat = Math.floor(now.getTime() / 1000)
  const claims = { application_id: applicationId, iat, jti: randomUUID(), exp: iat + LIFETIME_SECONDS }
  const signed = `${partOf({ alg: 'RS256', typ: 'JWT' })}.${partOf(claims)}`
  return `${signed}.${sign('sha256', Buffer.from(signed), readPrivateKey(privateKey)).toString('base64url')}`
}

/**
 * Reads a PEM key. A field of one line turns its line breaks into spaces, or drops them.
 * @throws AppError SECRET_MISSING when it is none
 */
export function readPrivateKey(text: string): KeyObject {
  const [, kind, body] = /-----BEGIN ((?:RSA )?PRIVATE KEY)-----([\s\S]+?)-----END/.exec(text) ?? []
  try {
    const lines = (body ?? '').replace(/\s+/g, '').replace(/(.{64})/g, '$1\n')
    return createPrivateKey(`-----BEGIN ${kind}-----\n${lines}\n-----END ${kind}-----\n`)
  } catch (cause) {
    const message = 'The private key cannot be read. Paste the whole file, from BEGIN to END.'
    throw new AppError('SECRET_MISSING', message, { cause, extra: { help: 'Enter it again under Accounts.' } })
  }
}

export interface SignedCall {
  readonly token: string
  readonly rawBody: Uint8Array
  /** Absent: the account is not known by a key, and the secret alone proves it. */
  readonly apiKey?: string
  readonly secret: string
  readonly now: Date
}

/**
 * Checks the token that the Messages API sends with a call.
 * @throws AppError INVALID_TOKEN unless it was signed with the secret, just now, for this body and this account
 */
export function requireMessagesToken({ token, rawBody, apiKey, secret, now }: SignedCall): void {
  const [header = '', claims = '', signature = '', ...more] = token.split('.')
  // The token must not choose how it is checked.
  if (more.length > 0 || readPart(header).alg !== 'HS256') throw wrongSignature('The token is not signed with HS256.')
  requireSignature(signature, [hmac('sha256', secret, `${header}.${claims}`, 'base64url')])
  const { iss, iat, api_key: key, payload_hash: payloadHash } = readPart(claims)
  if (iss !== 'Vonage' || (apiKey !== undefined && key !== apiKey))
    throw wrongSignature('The token is for another account.')
  requireFresh(typeof iat === 'number' ? iat * 1000 : Number.NaN, now)
  if (typeof payloadHash !== 'string') throw wrongSignature('The token says nothing about the body.')
  requireSignature(payloadHash, [sha256Hex(rawBody)])
}

function partOf(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}

function readPart(part: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(Buffer.from(part, 'base64url').toString('utf8'))
    return isRecord(value) ? value : {}
  } catch {
    return {}
  }
}
