import { isUuid } from '@patchbay/shared/api'
import { AppError } from '@patchbay/shared/errors'
import type { IntegrationHost } from '../../kit/integration.ts'
import { uuidv7 } from '../../store/uuid.ts'
import { deliverJob, targetBinding, type ZapierDeliveries } from './deliveries.ts'
import type { AttemptRecord, NewDelivery, ZapierDeliveryRepository } from './delivery-repository.ts'
import type { ZapierFeedRepository } from './feed-repository.ts'
import { itemText } from './items.ts'
import type { CatchOutcome, ZapierEvent, ZapierOutlet } from './outlet.ts'
import type { ZapierTables } from './tables.ts'

export interface ZapierOutletOptions {
  readonly host: Pick<IntegrationHost, 'accounts' | 'queue' | 'secrets' | 'tables' | 'now'>
  readonly feeds: ZapierFeedRepository
  readonly repository: ZapierDeliveryRepository
  readonly deliveries: ZapierDeliveries
}

export function createZapierOutlet(options: ZapierOutletOptions): ZapierOutlet {
  const { host, feeds, repository, deliveries } = options
  const { queue } = host

  function newDelivery(event: ZapierEvent, item: string, at: Date): Omit<NewDelivery, 'hookId' | 'target' | 'host'> {
    const { accountId, idempotencyKey } = event
    const state = { status: 'waiting', createdAt: at, dueAt: at } as const
    return { id: uuidv7(at), accountId, key: idempotencyKey, event: event.event, item, ...state }
  }

  async function publishInstantly(event: ZapierEvent, item: string, at: Date): Promise<number> {
    const handedOver = await host
      .tables<ZapierTables>()
      .transaction()
      .execute(async (transaction) => {
        const outcome = await feeds.append(feedItem(event, item, at), transaction)
        if (outcome === 'no-account') throw noAccount()
        const hooks = await repository.hooksFor(event.accountId, event.event, transaction)
        // A repeated step finds the item that its first attempt committed.
        if (outcome === 'known') return hooks.length
        for (const { id: hookId, host } of hooks) {
          const row = {
            ...newDelivery(event, item, at),
            key: `${event.idempotencyKey} ${hookId}`,
            hookId,
            host,
            target: null,
          }
          const { delivery } = await repository.create(row, transaction)
          await queue.send(deliverJob, { deliveryId: delivery.id }, { singletonKey: delivery.id, transaction })
        }
        return hooks.length
      })
    if (handedOver > 0) queue.wake(deliverJob)
    return handedOver
  }

  return {
    async publish(given, isInstant) {
      const event = withAccountId(given)
      const at = host.now()
      const item = itemText(event, at)
      const itemId = event.idempotencyKey
      if (isInstant) return { itemId, subscribers: await publishInstantly(event, item, at) }
      if ((await feeds.append(feedItem(event, item, at))) === 'no-account') throw noAccount()
      return { itemId, subscribers: 0 }
    },

    async callHook(given, url, signal) {
      const event = withAccountId(given)
      const targetHost = hostOf(url)
      const at = host.now()
      const item = itemText(event, at)
      if ((await host.accounts.open(event.accountId)) === undefined) throw noAccount()
      const target = host.secrets.seal(url, targetBinding(event.accountId))
      const row = { ...newDelivery(event, item, at), hookId: null, target, host: targetHost }
      const { delivery } = await repository.create(row)
      const isOpen = delivery.status === 'waiting' && delivery.attempts === 0
      const record = isOpen ? await deliveries.attempt(delivery, signal) : delivery
      return { itemId: event.idempotencyKey, ...outcomeOf(record) }
    },
  }
}

function withAccountId(event: ZapierEvent): ZapierEvent {
  if (!isUuid(event.accountId)) throw noAccount()
  return { ...event, accountId: event.accountId.toLowerCase() }
}

function feedItem({ accountId, idempotencyKey: id, event }: ZapierEvent, item: string, at: Date) {
  return { accountId, id, event, item, at }
}

function outcomeOf(
  record: Pick<AttemptRecord, 'status' | 'dueAt'> & { lastAnswer: string | null; code?: string },
): CatchOutcome {
  if (record.status === 'delivered') return { kind: 'delivered' }
  const answer = record.lastAnswer ?? ''
  if (record.status === 'waiting' && record.dueAt !== null) return { kind: 'waiting', answer, dueAt: record.dueAt }
  const message = `Zapier did not take the item: ${answer}`
  const help = 'Compare the Catch Hook URL with the one that the Zap shows, and whether the Zap is on.'
  return { kind: 'failed', error: { code: record.code ?? 'HTTP_STATUS', message, help } }
}

function hostOf(url: string): string {
  const parsed = URL.parse(url)
  if (parsed !== null && (parsed.protocol === 'https:' || parsed.protocol === 'http:')) return parsed.host
  throw new AppError('INVALID_URL', 'The Catch Hook URL is not a web address.', {
    extra: { help: 'Copy it from the trigger "Catch Hook" of Webhooks by Zapier, with https:// in front.' },
  })
}

function noAccount(): AppError {
  return new AppError('ACCOUNT_NOT_FOUND', 'The Zapier account of this action no longer exists.', {
    extra: { help: 'Choose an account in the action and deploy again.' },
  })
}
