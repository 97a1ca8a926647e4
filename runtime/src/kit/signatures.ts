import { createHmac, hash, timingSafeEqual } from 'node:crypto'
import { AppError } from '@patchbay/shared/errors'
import { equalText } from '../platform/constant-time.ts'

export type SignatureHash = 'md5' | 'sha1' | 'sha256' | 'sha512'
export type SignatureEncoding = 'hex' | 'base64' | 'base64url'

/** How far the time in a signature may be from ours. */
const SIGNATURE_WINDOW_MS = 5 * 60_000

/** A caller that sends more makes us compute for nothing. */
const MAX_SIGNATURES = 10

/** How a service writes the HMAC of a request. */
export interface HmacForm {
  readonly algorithm: SignatureHash
  readonly encoding: SignatureEncoding
}

export interface SignedRequest extends HmacForm {
  /** What is signed, piece after piece. */
  readonly signed: readonly (string | Uint8Array)[]
  /** The signatures that came. One that fits is enough: during a change of keys, a service sends one for each. */
  readonly given: readonly string[]
  /** The keys that count. Empty ones never do. */
  readonly keys: readonly (string | Uint8Array)[]
}

/** The keyed hash (HMAC) of a text or bytes. */
export function hmac(
  algorithm: SignatureHash,
  key: string | Uint8Array,
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
 * True when one of the signatures was made with one of the keys. Every pair is compared, in a time that does not reveal
 * where they differ.
 */
export function isSignedWith({ algorithm, encoding, signed, given, keys }: SignedRequest): boolean {
  const signatures = given.slice(0, MAX_SIGNATURES).map((text) => Buffer.from(text.trim(), encoding))
  let isRight = false
  for (const key of keys.filter(({ length }) => length > 0)) {
    const keyed = createHmac(algorithm, key)
    for (const piece of signed) keyed.update(piece)
    const expected = keyed.digest()
    for (const signature of signatures) {
      const fits = signature.length === expected.length && timingSafeEqual(signature, expected)
      isRight ||= fits
    }
  }
  return isRight
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

/** True for a time in whole seconds, as text, that is at most so far from now, before or after. */
export function isFresh(seconds: string | undefined, now: Date, toleranceSeconds: number): boolean {
  if (seconds === undefined || !/^\d{1,12}$/.test(seconds.trim())) return false
  return isNear(Number(seconds) * 1000, now, toleranceSeconds * 1000)
}

/** @throws AppError INVALID_TOKEN when the time of a signature is so far from ours that it may be an old recording */
export function requireFresh(signedAtMs: number, now: Date): void {
  if (isNear(signedAtMs, now, SIGNATURE_WINDOW_MS)) return
  throw wrongSignature('The call was signed too long ago, or the clocks differ by more than five minutes.')
}

export function wrongSignature(message: string): AppError {
  return new AppError('INVALID_TOKEN', message)
}

export function noSignature(message: string): AppError {
  return new AppError('UNAUTHENTICATED', message)
}

function isNear(signedAtMs: number, now: Date, mostMs: number): boolean {
  return Math.abs(now.getTime() - signedAtMs) <= mostMs
}
