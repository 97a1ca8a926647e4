import type { WebhookOffReason } from '@patchbay/shared/api'
import type { JsonObject } from '@patchbay/shared/json'
import type { Kysely } from 'kysely'
import type { Queue } from '../platform/queue/queue.ts'
import type { Tables } from '../store/schema/tables.ts'
import { uuidv7 } from '../store/uuid.ts'
import { alertJob } from './alert-job.ts'
import { type AlertTarget, receiversOf } from './alert-target.ts'

interface Webhook {
  readonly id: string
  readonly name: string
  /** Of the last attempt, in a sentence. */
  readonly problem: string
}

/** Tells the operator that events no longer reach a receiver. Both are entered with the change that they tell of. */
export interface WebhookNotices {
  off(transaction: Kysely<Tables>, webhook: Webhook & { readonly reason: WebhookOffReason }): Promise<void>
  /** A day before it is turned off. */
  warn(transaction: Kysely<Tables>, webhook: Webhook): Promise<void>
  /** Call it after the commit. */
  wake(): void
}

export interface WebhookNoticesOptions {
  readonly queue: Pick<Queue, 'send' | 'wake'>
  readonly instance: AlertTarget
  readonly publicUrl?: string
  now(): Date
}

export function createWebhookNotices({ queue, instance, publicUrl, now }: WebhookNoticesOptions): WebhookNotices {
  async function enter(
    transaction: Kysely<Tables>,
    event: string,
    { id, name, problem, ...more }: Webhook & JsonObject,
  ) {
    const body = {
      event,
      at: now().toISOString(),
      webhookId: id,
      webhookName: name,
      problem,
      ...more,
      ...(publicUrl === undefined ? {} : { url: `${publicUrl}/settings/webhooks/${id}` }),
    }
    for (const receiver of receiversOf(instance)) {
      await queue.send(alertJob, { key: `${event}.${uuidv7(now())}`, body, ...receiver }, { transaction })
    }
  }
  return {
    off: (transaction, webhook) => enter(transaction, 'webhook-off', { ...webhook }),
    warn: (transaction, webhook) => enter(transaction, 'webhook-failing', { ...webhook }),
    wake: () => queue.wake(alertJob),
  }
}
