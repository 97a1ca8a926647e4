import type { WebhookResource } from '@patchbay/shared/api'
import type { QueryClient } from '@tanstack/react-query'
import { keys } from '../../api/keys.ts'

/** Shows a webhook as the server has answered it, and reads anew what depends on it. */
export async function webhookChanged(client: QueryClient, webhook: WebhookResource): Promise<void> {
  client.setQueryData(keys.webhook(webhook.id), webhook)
  await Promise.all([
    client.invalidateQueries({ queryKey: keys.webhookList }),
    client.invalidateQueries({ queryKey: keys.webhookAttempts(webhook.id) }),
  ])
}
