import { openSealedText, sealText } from '../platform/secrets/sealed-text.ts'
import type { SecretKey } from '../platform/secrets/secret-key.ts'

/** What a webhook keeps sealed, in one text. */
export interface WebhookSecrets {
  readonly password?: string
  /** Headers of every request, as they were entered. */
  readonly headers: Readonly<Record<string, string>>
  readonly signing: string
  /** Signs as well until it is removed. */
  readonly olderSigning?: string
}

const binding = (webhookId: string) => ['event-webhook', webhookId]

export function sealSecrets(key: SecretKey, webhookId: string, secrets: WebhookSecrets): string {
  return sealText(key, JSON.stringify(secrets), binding(webhookId))
}

/** @throws AppError SECRET_MISSING when they cannot be read */
export function openSecrets(key: SecretKey, { id, sealed }: { readonly id: string; readonly sealed: string }) {
  // Written by `sealSecrets`, which the seal proves.
  return JSON.parse(openSealedText(key, sealed, binding(id))) as WebhookSecrets
}
