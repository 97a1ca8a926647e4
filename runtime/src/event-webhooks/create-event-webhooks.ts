import { Type } from 'typebox'
import type { AlertTarget } from '../alerts/alert-target.ts'
import { createWebhookNotices } from '../alerts/webhook-notices.ts'
import type { ChannelKinds } from '../messaging/channel-kinds.ts'
import { channelNames } from '../messaging/channel-names.ts'
import { createAllowList } from '../platform/egress/allow-list.ts'
import type { WebClient } from '../platform/egress/web-client.ts'
import { defineJob, defineWorker, type Worker } from '../platform/queue/job.ts'
import type { Queue } from '../platform/queue/queue.ts'
import type { SecretKey } from '../platform/secrets/secret-key.ts'
import type { Database } from '../store/database.ts'
import { createDeliveryRepository } from './delivery-repository.ts'
import { createDispatcher, type Dispatcher } from './dispatcher.ts'
import { createWebhookRepository } from './webhook-repository.ts'
import { createEventWebhooks, type EventWebhooks } from './webhooks.ts'

const tidyJob = defineJob({
  name: 'tidy-event-webhooks',
  payload: Type.Object({}, { additionalProperties: false }),
  retryLimit: 0,
})

/** Events that leave for the receivers of other people. */
export interface EventWebhookParts {
  readonly webhooks: EventWebhooks
  readonly dispatcher: Dispatcher
  readonly worker: Worker
}

export interface EventWebhookOptions {
  readonly database: Database
  readonly key: SecretKey
  readonly web: WebClient
  readonly queue: Pick<Queue, 'send' | 'wake'>
  readonly kinds: Pick<ChannelKinds, 'get'>
  /** As PATCHBAY_EGRESS_ALLOW has it. */
  readonly egressAllow: readonly string[]
  readonly instance: AlertTarget
  readonly publicUrl?: string
  readonly version: string
  readonly processId: string
  /** Whether this process may take others for dead. */
  mayJudge(): boolean
  /** How long a receiver may take. Default 15 s. */
  readonly timeoutMs?: number
  now(): Date
  /** Tells all processes that other events are wanted. */
  onChange(): Promise<void>
  onError(error: unknown): void
}

export function createEventWebhookParts(options: EventWebhookOptions): EventWebhookParts {
  const { database, kinds, now, onChange } = options
  const userAgent = `Patchbay/${options.version}`
  const deliveries = createDeliveryRepository(database, options)
  const shared = { ...options, deliveries, userAgent }
  return {
    webhooks: createEventWebhooks({
      ...shared,
      webhooks: createWebhookRepository(database.kysely),
      allow: createAllowList(options.egressAllow),
    }),
    dispatcher: createDispatcher({
      ...shared,
      notices: createWebhookNotices(options),
      channelName: channelNames(kinds),
      onOff: onChange,
    }),
    worker: defineWorker(tidyJob, { cron: '* * * * *' }, async () => {
      if (database.eventWants.hasWebhooks()) await deliveries.tidy(now())
    }),
  }
}
