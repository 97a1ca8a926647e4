import type { AccountStatus, StatusTone } from '@patchbay/shared/api'
import type { DeliveryCounts, DeliveryRecord, HookRecord, ZapierDeliveryRepository } from './delivery-repository.ts'
import { zapierWindow } from './feed.ts'
import type { FeedState, ZapierFeedRepository } from './feed-repository.ts'
import type { DeliveryStatus } from './tables.ts'

const shownDeliveries = 50

const words = {
  waiting: { text: 'Waiting', tone: 'warning' },
  delivered: { text: 'Delivered', tone: 'good' },
  failed: { text: 'Failed', tone: 'bad' },
  removed: { text: 'Subscription ended', tone: 'neutral' },
} as const satisfies Record<DeliveryStatus, { text: string; tone: StatusTone }>

/** The state of a Zapier account, for its page. */
export function createZapierStatus(options: {
  readonly feeds: ZapierFeedRepository
  readonly deliveries: ZapierDeliveryRepository
  readonly now: () => Date
}): (accountId: string) => Promise<AccountStatus> {
  const { feeds, deliveries, now } = options
  return async (accountId) => {
    const feed = await feeds.state({ accountId, now: now(), rule: zapierWindow })
    const counts = await deliveries.counts(accountId)
    const [hooks, recent] = [await deliveries.hooks(accountId), await deliveries.recent(accountId, shownDeliveries)]
    return {
      facts: [...feedFacts(feed), ...deliveryFacts(hooks.length, counts)],
      tables: [itemTable(feed), hookTable(hooks), deliveryTable(recent)],
    }
  }
}

function feedFacts(feed: FeedState): AccountStatus['facts'] {
  const isMissed = feed.missed > 0
  const help =
    'Items that left the polling window (the newest 100, or the last 20 minutes up to 1,000) before any poll read them.'
  return [
    { name: 'lastPoll', title: 'Last poll', value: null, at: feed.polledAt?.toISOString() ?? null },
    { name: 'stored', title: 'Items stored', value: feed.stored, help: 'Items are kept for 7 days.' },
    { name: 'unread', title: 'Not read yet', value: feed.unread },
    { name: 'missed', title: 'Missed by polling', value: feed.missed, tone: isMissed ? 'bad' : 'neutral', help },
  ]
}

function deliveryFacts(hooks: number, { waiting, failed }: DeliveryCounts): AccountStatus['facts'] {
  return [
    { name: 'subscriptions', title: 'REST hook subscriptions', value: hooks },
    { name: 'waiting', title: 'Deliveries waiting', value: waiting, tone: waiting > 0 ? 'warning' : 'neutral' },
    {
      name: 'failed',
      title: 'Deliveries failed',
      value: failed,
      tone: failed > 0 ? 'bad' : 'neutral',
      help: 'In the last 7 days.',
    },
  ]
}

function itemTable({ newest }: FeedState): AccountStatus['tables'][number] {
  const rows = newest.map(({ id, event, at, isRead }) => ({
    id,
    cells: [{ text: event }, { text: id }, { at: at.toISOString() }, { text: isRead ? 'Yes' : 'No' }],
  }))
  const emptyText = 'No flow has given anything to Zapier Invoke yet.'
  return { name: 'items', title: 'Newest items', emptyText, columns: ['Event', 'Item', 'Added', 'Read'], rows }
}

function hookTable(hooks: readonly HookRecord[]): AccountStatus['tables'][number] {
  const rows = hooks.map(({ id, event, host, createdAt }) => ({
    id,
    cells: [{ text: event ?? 'All events' }, { text: host }, { at: createdAt.toISOString() }],
  }))
  const emptyText = 'No Zap with an instant trigger is switched on.'
  return {
    name: 'subscriptions',
    title: 'REST hook subscriptions',
    emptyText,
    columns: ['Event', 'Delivers to', 'Since'],
    rows,
  }
}

function deliveryTable(recent: readonly DeliveryRecord[]): AccountStatus['tables'][number] {
  const rows = recent.map((delivery) => ({
    id: delivery.id,
    cells: [
      { text: delivery.event },
      { text: `${delivery.hookId === null ? 'Catch Hook' : 'REST hook'} at ${delivery.host}` },
      words[delivery.status],
      { text: String(delivery.attempts) },
      { text: delivery.lastAnswer ?? '' },
      { at: (delivery.endedAt ?? delivery.dueAt ?? delivery.createdAt).toISOString() },
    ],
  }))
  const columns = ['Event', 'To', 'State', 'Attempts', 'Last answer', 'Ended or next attempt']
  return { name: 'deliveries', title: 'Deliveries', emptyText: 'Nothing was delivered at once yet.', columns, rows }
}
