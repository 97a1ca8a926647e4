import { randomBytes } from 'node:crypto'
import { hmac } from '../kit/signatures.ts'

const PREFIX = 'whsec_'
const SECRET_BYTES = 32

/** A new signing secret in the form of Standard Webhooks: `whsec_` and the base64 of its bytes. */
export function newSigningSecret(): string {
  return PREFIX + randomBytes(SECRET_BYTES).toString('base64')
}

export interface Signed {
  readonly id: string
  /** Seconds since 1970. */
  readonly timestamp: number
  readonly body: string
}

/** The value of `webhook-signature` (Standard Webhooks 1.0.0): one signature for each secret, the newest first. */
export function signatureOf({ id, timestamp, body }: Signed, secrets: readonly string[]): string {
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(secret.slice(PREFIX.length), 'base64')
    return `v1,${hmac('sha256', key, `${id}.${timestamp}.${body}`, 'base64')}`
  })
  return signatures.join(' ')
}
