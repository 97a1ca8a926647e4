import { createHmac, timingSafeEqual } from 'node:crypto'

/** How a service writes the HMAC of a request. */
export interface HmacForm {
  readonly algorithm: 'sha1' | 'sha256' | 'sha512'
  readonly encoding: 'hex' | 'base64'
}

export interface SignedRequest extends HmacForm {
  /** What is signed, piece after piece. */
  readonly signed: readonly (string | Uint8Array)[]
  /** The signatures that came. One that fits is enough: during a change of keys, a service sends one for each. */
  readonly given: readonly string[]
  /** The keys that count. Empty ones never do. */
  readonly keys: readonly (string | Uint8Array)[]
}

/** A caller that sends more makes us compute for nothing. */
const MAX_SIGNATURES = 10

/**
 * True when one of the signatures was made with one of the keys. Every pair is compared, in a time that does not reveal
 * where they differ.
 */
export function isSignedWith({ algorithm, encoding, signed, given, keys }: SignedRequest): boolean {
  const signatures = given.slice(0, MAX_SIGNATURES).map((text) => Buffer.from(text.trim(), encoding))
  let isRight = false
  for (const key of keys.filter(({ length }) => length > 0)) {
    const hmac = createHmac(algorithm, key)
    for (const piece of signed) hmac.update(piece)
    const expected = hmac.digest()
    for (const signature of signatures) {
      const fits = signature.length === expected.length && timingSafeEqual(signature, expected)
      isRight ||= fits
    }
  }
  return isRight
}

/** True for a time in whole seconds, as text, that is at most so far from now, before or after. */
export function isFresh(seconds: string | undefined, now: Date, toleranceSeconds: number): boolean {
  if (seconds === undefined || !/^\d{1,12}$/.test(seconds.trim())) return false
  return Math.abs(now.getTime() / 1000 - Number(seconds)) <= toleranceSeconds
}
