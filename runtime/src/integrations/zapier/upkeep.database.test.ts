import { DAY_MS } from '@patchbay/shared/time'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestDatabase } from '../../../test/helpers/database.ts'
import { createAccountRepository } from '../../accounts/account-repository.ts'
import type { Queue } from '../../platform/queue/queue.ts'
import type { Database } from '../../store/database.ts'
import { ownTables } from '../../store/own-tables.ts'
import { uuidv7 } from '../../store/uuid.ts'
import { createZapierDeliveryRepository, type NewDelivery } from './delivery-repository.ts'
import { createZapierFeedRepository } from './feed-repository.ts'
import type { ZapierTables } from './tables.ts'
import { createZapierUpkeep } from './upkeep.ts'

const now = new Date('2026-11-20T12:00:00Z')
const daysAgo = (days: number) => new Date(now.getTime() - days * DAY_MS)

describe('the upkeep of Zapier accounts', () => {
  let database: Database

  beforeAll(async () => {
    database = await openTestDatabase()
  })

  afterAll(() => database.close())

  it('deletes items and ended deliveries after seven days, and sends lost deliveries again', async () => {
    const feeds = createZapierFeedRepository(ownTables<ZapierTables>(database))
    const deliveries = createZapierDeliveryRepository(ownTables<ZapierTables>(database))
    const accountId = uuidv7()
    const stamp = { createdAt: now, modifiedAt: now, modifiedBy: 'test' }
    const account = {
      id: accountId,
      type: 'zapier',
      name: 'Zapier',
      identity: 'zapier',
      properties: {},
      secrets: {},
    }
    await createAccountRepository(database.kysely).create({ ...account, ...stamp })
    for (const [id, age] of [
      ['old', 8],
      ['new', 6],
    ] as const) {
      await feeds.append({ accountId, id, event: 'e', item: '{}', at: daysAgo(age) })
    }
    const delivery = (key: string, dueAt: Date): NewDelivery => ({
      ...{ id: uuidv7(), accountId, hookId: null, target: 'sealed', host: 'x', event: 'e', item: '{}' },
      ...{ key, status: 'waiting', dueAt, createdAt: dueAt },
    })
    const lost = await deliveries.create(delivery('lost', new Date(now.getTime() - 11 * 60_000)))
    await deliveries.create(delivery('due', now))
    const ended = await deliveries.create(delivery('ended', daysAgo(9)))
    const end = { status: 'failed', lastAnswer: '404', dueAt: null, endedAt: daysAgo(8) } as const
    await deliveries.recordAttempt(ended.delivery.id, end)

    const sent: unknown[] = []
    const queue: Pick<Queue, 'send'> = { send: async (_job, payload) => void sent.push(payload) }
    await createZapierUpkeep({ feeds, deliveries, queue, now: () => now }).work({}, new AbortController().signal)

    const rule = { newest: 100, recentMs: 0, most: 1_000, mostBytes: 1_000 }
    const { stored, missed, newest } = await feeds.state({ accountId, now, rule })
    expect([stored, missed, newest.map(({ id }) => id)]).toEqual([1, 1, ['new']])
    expect(await deliveries.delivery(ended.delivery.id)).toBeUndefined()
    expect(sent).toEqual([{ deliveryId: lost.delivery.id }])
  })
})
