import { createHmac, hash } from 'node:crypto'
import { AppError } from '@patchbay/shared/errors'
import { equalText } from '../platform/constant-time.ts'

export type SignatureHash = 'md5' | 'sha1' | 'sha256' | 'sha512'
export type SignatureEncoding = 'hex' | 'base64' | 'base64url'

/** How far the time in a signature may be from ours. */
const SIGNATURE_WINDOW_MS = 5 * 60_000

/** The keyed hash (HMAC) of a text or bytes. */
export function hmac(
  algorithm: SignatureHash,
  key: string,
  data: string | Uint8Array,
  encoding: SignatureEncoding,
): string {
  return createHmac(algorithm, key).update(data).digest(encoding)
}

/** The SHA-256 of bytes in lower hex. */
export function sha256Hex(data: string | Uint8Array): string {
  return hash('sha256', data, 'hex')
}

/**
 * Passes when the given signature is one of the expected ones, compared in constant time.
 * @throws AppError INVALID_TOKEN otherwise
 */
export function requireSignature(given: string, expected: readonly string[]): void {
  // All are compared, so that the time does not say which one was right.
  const matches = expected.filter((signature) => equalText(given, signature))
  if (matches.length === 0) throw wrongSignature('The signature does not match the secret of the account.')
}

/** @throws AppError INVALID_TOKEN when the time of a signature is so far from ours that it may be an old recording */
export function requireFresh(signedAtMs: number, now: Date): void {
  if (Math.abs(now.getTime() - signedAtMs) <= SIGNATURE_WINDOW_MS) return
  throw wrongSignature('The call was signed too long ago, or the clocks differ by more than five minutes.')
}

export function wrongSignature(message: string): AppError {
  return new AppError('INVALID_TOKEN', message)
}

export function noSignature(message: string): AppError {
  return new AppError('UNAUTHENTICATED', message)
}
