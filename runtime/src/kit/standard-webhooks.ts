import { randomBytes } from 'node:crypto'
import { SECOND_MS } from '@patchbay/shared/time'
import { hmac } from './signatures.ts'

const PREFIX = 'whsec_'
const SECRET_BYTES = 32

/** A new signing secret in the form of Standard Webhooks: `whsec_` and the base64 of its bytes. */
export function newSigningSecret(): string {
  return PREFIX + randomBytes(SECRET_BYTES).toString('base64')
}

export interface SignedMessage {
  /** The same whenever the message is sent again. */
  readonly id: string
  readonly body: string
  readonly now: Date
}

/** The headers of Standard Webhooks 1.0.0, with one signature for each secret, the newest first. */
export function signedHeaders(
  { id, body, now }: SignedMessage,
  secrets: readonly string[],
): readonly (readonly [name: string, value: string])[] {
  const timestamp = String(Math.floor(now.getTime() / SECOND_MS))
  const signatures = secrets.map((secret) => {
    const key = Buffer.from(secret.slice(PREFIX.length), 'base64')
    return `v1,${hmac('sha256', key, `${id}.${timestamp}.${body}`, 'base64')}`
  })
  return [
    ['webhook-id', id],
    ['webhook-timestamp', timestamp],
    ['webhook-signature', signatures.join(' ')],
  ]
}
