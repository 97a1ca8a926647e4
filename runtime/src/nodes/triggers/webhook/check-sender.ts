import { AppError } from '@patchbay/shared/errors'
import { basicCredentials } from '../../../kit/basic-credentials.ts'
import { isFresh, isSignedWith } from '../../../kit/signatures.ts'
import { equalText } from '../../../platform/constant-time.ts'
import { signatureSchemes, type WebhookAuth } from './signature-schemes.ts'
import type { WebhookHead } from './webhook-request.ts'

const DEFAULT_TOLERANCE_SECONDS = 300

/**
 * Checks what a request proves before its body is read: a password or a header.
 * @throws AppError UNAUTHENTICATED without the proof, INVALID_TOKEN when it is wrong
 */
export function checkCredential({ headers }: WebhookHead, auth: WebhookAuth): void {
  if (auth.type === 'basic') requireBasic(headers.authorization, auth)
  if (auth.type === 'header') requireHeader(headers, auth)
}

/**
 * Checks the signature over the bytes of the body.
 * @throws AppError as `checkCredential`
 */
export function checkSignature(head: WebhookHead, body: Uint8Array, auth: WebhookAuth, now: Date): void {
  if (auth.type !== 'signature') return
  const { scheme = 'standard-webhooks', key = '', nextKey = '', toleranceSeconds = DEFAULT_TOLERANCE_SECONDS } = auth
  const { read, keyOf = (text) => Buffer.from(text) } = signatureSchemes[scheme]
  const { signedAt, ...signature } = read(head, body, auth)
  if (signature.given.length === 0) throw new AppError('UNAUTHENTICATED', 'The signature of this request is missing.')
  if (!isSignedWith({ ...signature, keys: [key, nextKey].map(keyOf) })) {
    throw new AppError('INVALID_TOKEN', 'The signature does not fit this request and the key of the webhook.')
  }
  if (signedAt === undefined || isFresh(signedAt, now, toleranceSeconds)) return
  const message = `The request was signed more than ${toleranceSeconds} seconds before or after now. Compare the clocks.`
  throw new AppError('INVALID_TOKEN', message)
}

function requireHeader(
  headers: WebhookHead['headers'],
  { headerName = '', headerValue, nextHeaderValue }: WebhookAuth,
): void {
  const given = headers[headerName.toLowerCase()]
  if (given === undefined) throw new AppError('UNAUTHENTICATED', 'The header that this webhook asks for is missing.')
  const isRight = isOneOf(given, [headerValue, nextHeaderValue])
  if (!isRight) throw new AppError('INVALID_TOKEN', 'The value of the header is wrong.')
}

function requireBasic(header: string | undefined, { username, password, nextPassword, realm = '' }: WebhookAuth): void {
  const name = realm.trim() === '' ? 'webhook' : realm.trim()
  const challenge = { headers: { 'www-authenticate': `Basic realm="${name}", charset="UTF-8"` } }
  const given = basicCredentials(header)
  if (given === undefined) throw new AppError('UNAUTHENTICATED', 'This webhook asks for Basic Auth.', challenge)
  // Both are always compared, so that the response time does not reveal which one was wrong.
  const isKnown = isOneOf(given.username, [username])
  const isRight = isOneOf(given.password, [password, nextPassword])
  if (!isKnown || !isRight) throw new AppError('INVALID_TOKEN', 'Username or password is wrong.', challenge)
}

/** Compares with every expected text, in a time that does not reveal which one fits. An empty one fits nothing. */
function isOneOf(given: string, expected: readonly (string | undefined)[]): boolean {
  return expected.map((text = '') => equalText(given, text) && text !== '').includes(true)
}
