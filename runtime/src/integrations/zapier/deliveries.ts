import { Type } from 'typebox'
import type { IntegrationHost } from '../../kit/integration.ts'
import { defineJob, defineWorker, type Worker } from '../../platform/queue/job.ts'
import type { AttemptRecord, DeliveryRecord, ZapierDeliveryRepository } from './delivery-repository.ts'
import { type PostOutcome, postItem } from './post-item.ts'
import type { ZapierTables } from './tables.ts'

/** One attempt of one delivery. */
export const deliverJob = defineJob({
  name: 'zapier-deliver',
  payload: Type.Object({ deliveryId: Type.String({ format: 'uuid' }) }, { additionalProperties: false }),
})

/** Pauses after each attempt that may be repeated. After the last one the delivery has failed. */
const backOffSeconds = [10, 30, 120, 600, 1_800, 3_600, 7_200, 14_400, 28_800]

export interface ZapierDeliveries {
  /** Posts a delivery once, records the outcome and schedules the next attempt. Returns the outcome as stored. */
  attempt(delivery: DeliveryRecord, signal: AbortSignal): Promise<AttemptRecord & { readonly code?: string }>
  readonly worker: Worker
}

export interface ZapierDeliveriesOptions {
  readonly host: Pick<IntegrationHost, 'queue' | 'secrets' | 'tables' | 'web' | 'now'>
  readonly repository: ZapierDeliveryRepository
}

/** The binding of the sealed addresses. */
export function targetBinding(accountId: string): readonly unknown[] {
  return ['zapier-target', accountId]
}

export function createZapierDeliveries({ host, repository }: ZapierDeliveriesOptions): ZapierDeliveries {
  const { queue, web } = host

  /** The address; undefined when the subscription no longer exists. */
  async function targetOf(delivery: DeliveryRecord): Promise<string | undefined> {
    const hook = delivery.hookId === null ? undefined : await repository.hook(delivery.hookId)
    const sealed = delivery.target ?? hook?.target
    return sealed === undefined ? undefined : host.secrets.open(sealed, targetBinding(delivery.accountId))
  }

  async function attempt(delivery: DeliveryRecord, signal: AbortSignal) {
    const url = await targetOf(delivery)
    const outcome: PostOutcome =
      url === undefined
        ? { kind: 'gone', answer: 'The subscription was removed' }
        : await postItem(web, { url, item: delivery.item, now: host.now() }, signal)
    const record = recordOf(outcome, delivery, host.now())
    await host
      .tables<ZapierTables>()
      .transaction()
      .execute(async (transaction) => {
        await repository.recordAttempt(delivery.id, record, transaction)
        if (record.dueAt === null) return
        const send = { startAfter: record.dueAt, singletonKey: delivery.id, transaction }
        await queue.send(deliverJob, { deliveryId: delivery.id }, send)
      })
    if (outcome.kind === 'gone' && delivery.hookId !== null) {
      await repository.unsubscribe(delivery.accountId, delivery.hookId)
    }
    return outcome.kind === 'refused' ? { ...record, code: outcome.code } : record
  }

  const worker = defineWorker(deliverJob, { concurrency: 10 }, async ({ deliveryId }, signal) => {
    const delivery = await repository.delivery(deliveryId)
    if (delivery?.status === 'waiting') await attempt(delivery, signal)
  })

  return { attempt, worker }
}

function recordOf(outcome: PostOutcome, delivery: DeliveryRecord, now: Date): AttemptRecord {
  const lastAnswer = outcome.answer.slice(0, 500)
  const ended = { lastAnswer, dueAt: null, endedAt: now }
  if (outcome.kind === 'delivered') return { status: 'delivered', ...ended }
  if (outcome.kind === 'gone') return { status: delivery.hookId === null ? 'failed' : 'removed', ...ended }
  const seconds = backOffSeconds[delivery.attempts]
  if (outcome.kind === 'refused' || seconds === undefined) return { status: 'failed', ...ended }
  const waitMs = outcome.afterMs ?? seconds * 1000
  return { status: 'waiting', lastAnswer, dueAt: new Date(now.getTime() + waitMs), endedAt: null }
}
