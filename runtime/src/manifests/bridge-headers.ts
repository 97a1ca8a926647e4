import { SIGNING_SECRET } from '@patchbay/shared/manifests'
import { signedHeaders } from '../kit/standard-webhooks.ts'
import type { BridgeAccount } from './bridge-auth.ts'

export interface BridgeBody {
  readonly body: string
  readonly now: Date
  /** The same whenever the call is made again. Absent: the call reads only. */
  readonly key?: string
}

/**
 * The headers of every call to a bridge, over the body as it is sent. Signed where the account has a secret for it: one
 * from before there were signatures gets it when it is saved.
 */
export function bridgeHeaders(
  account: BridgeAccount | undefined,
  { body, now, key }: BridgeBody,
): readonly (readonly [name: string, value: string])[] {
  const secret = account?.properties[SIGNING_SECRET]
  const signed = { id: key ?? crypto.randomUUID(), body, now }
  return [
    ['Accept', 'application/json'],
    ['Content-Type', 'application/json'],
    ['User-Agent', 'Patchbay'],
    ...(key === undefined ? [] : [['Idempotency-Key', key] as const]),
    ...(typeof secret === 'string' && secret !== '' ? signedHeaders(signed, [secret]) : []),
  ]
}
