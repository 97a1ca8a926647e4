import { createHmac } from 'node:crypto'

/** Settings under which the fixture was made; the same ones open it. */
export const fixtureEnvironment = {
  PATCHBAY_SECRET_KEY: 'fixture-secret-key-0123456789abcdef0123',
  // The fixture grows older than any retention: what it holds must still be there.
  PATCHBAY_RETENTION_DAYS: '36500',
} as const

/** What an older version left behind. */
export interface Scene {
  readonly flows: Readonly<Record<'reminder' | 'paused' | 'orders' | 'calls' | 'echo', string>>
  readonly accounts: { readonly gateway: string; readonly zapier: string }
  readonly inboundSecret: string
  readonly zapierPassword: string
  /** A text that the gateway handed over, and the answer. */
  readonly inbound: { readonly id: string; readonly from: string; readonly to: string; readonly text: string }
  readonly received: { readonly messageId: string; readonly runId: string; readonly duplicate: boolean }
  readonly runs: {
    readonly waiting: string
    readonly held: readonly string[]
    readonly finished: string
    /** Under way at a service that never answered, when the process was killed. */
    readonly interrupted: string
  }
}

/** What the gateway signs a text with. */
export function signatureOf(secret: string, body: unknown): Record<string, string> {
  const digest = createHmac('sha256', secret).update(JSON.stringify(body)).digest('hex')
  return { 'x-patchbay-signature': `sha256=${digest}` }
}

/** The Auth Token of every Inbound API in the scene. */
export const authToken = 'open-sesame-open-sesame'
