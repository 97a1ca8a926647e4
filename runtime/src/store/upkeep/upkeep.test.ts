import { DAY_MS, HOUR_MS } from '@patchbay/shared/time'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openTestDatabase } from '../../../test/helpers/database.ts'
import { aFlow, anAccept } from '../../../test/helpers/store-fixtures.ts'
import type { Database } from '../database.ts'
import { storeEvents } from '../events/store-events.ts'
import { createFlowRepository } from '../repositories/flow-repository.ts'
import { createTokenRepository } from '../repositories/token-repository.ts'
import { createRunRepository } from '../runs/run-repository.ts'
import { createRunWriter } from '../runs/run-writer.ts'
import { uuidv7 } from '../uuid.ts'
import { runUpkeep } from './upkeep.ts'

let database: Database

beforeAll(async () => {
  database = await openTestDatabase()
})

afterAll(() => database.close())

describe('upkeep', () => {
  it('removes expired keys, however many, and no others', async () => {
    const writer = createRunWriter(database, { now: () => new Date(), processId: uuidv7() })
    const claim = (expiresAt: Date) => ({ credential: 'token', key: uuidv7(), bodyHash: 'hash', expiresAt })
    const now = Date.now()
    const valid = anAccept({ dedupe: claim(new Date(now + HOUR_MS)) })
    const expired = Array.from({ length: 2_100 }, () => anAccept({ dedupe: claim(new Date(now - 1)) }))
    await Promise.all([valid, ...expired].map((record) => writer.accept(record)))
    await runUpkeep(database, { now: new Date(now), retentionDays: 30 })
    const keys = await database.kysely.selectFrom('dedupeKey').select('runId').execute()
    expect(keys).toEqual([{ runId: valid.runId }])
  })

  it('removes old counts and keeps those of the last day', async () => {
    const flowId = uuidv7()
    const now = new Date()
    const writer = createRunWriter(database, { now: () => now, processId: uuidv7() })
    for (const hours of [1, 23, 60]) {
      await writer.accept(anAccept({ flowId, runId: uuidv7(new Date(now.getTime() - hours * HOUR_MS)) }))
    }
    await runUpkeep(database, { now, retentionDays: 30 })
    expect((await createRunRepository(database.kysely).counts24h(now)).get(flowId)).toEqual({
      total: 2,
      failed: 0,
      caught: 0,
    })
    const rows = await database.kysely.selectFrom('runCount').select('total').where('flowId', '=', flowId).execute()
    expect(rows).toHaveLength(2)
  })

  it('removes the drafts that were tested and that no run needs any more, and keeps what was deployed', async () => {
    const flows = createFlowRepository(database.kysely)
    const now = new Date()
    const at = new Date(now.getTime() - 2 * DAY_MS)
    const [id, document] = [uuidv7(), aFlow()]
    await flows.create({ id, document, by: 'Maya', at })
    await flows.deploy({ id, by: 'Maya', at })
    for (const revision of [1, 2]) await flows.keepDraft({ id, revision, document, by: 'Maya', at })
    await flows.keepDraft({ id, revision: 3, document, by: 'Maya', at })
    await flows.keepDraft({ id, revision: 3, document, by: 'Maya', at: now })
    const writer = createRunWriter(database, { now: () => now, processId: uuidv7() })
    await writer.accept(anAccept({ flowId: id, version: -2, test: { flowId: id, sends: 'simulator' } }))
    await runUpkeep(database, { now, retentionDays: 30 })
    const kept = await database.kysely.selectFrom('flowVersion').select('version').where('flowId', '=', id).execute()
    expect(kept.map(({ version }) => version).sort()).toEqual([-2, -3, 1])
  })

  it('removes events with their deliveries after two weeks, and what was answered to them after a month', async () => {
    const { kysely } = database
    const now = new Date()
    const ago = (days: number) => new Date(now.getTime() - days * DAY_MS)
    const id = uuidv7()
    const type = 'CUSTOMER_PROFILE/CREATED'
    await kysely
      .insertInto('eventSubscriber')
      .values({ id, kind: 'webhook', types: [type], isActive: true })
      .execute()
    const place = { id, name: 'Shop', url: 'https://example.com/hook', state: 'on', preset: 'standard' } as const
    const settings = { isStrict: false, includesText: false, holdDays: 3, headerNames: '[]', sealed: '' }
    await kysely
      .insertInto('eventWebhook')
      .values({ ...place, ...settings, createdAt: now, updatedAt: now })
      .execute()
    const event = (days: number) => ({ type, initiator: { type: 'SYSTEM' }, content: { days } }) as const
    for (const days of [15, 13]) await storeEvents(kysely, [event(days)], ago(days))
    const attempt = { webhookId: id, eventId: 'e', type, outcome: 'success', tries: 1, durationMs: 1 } as const
    for (const days of [31, 29]) {
      await kysely
        .insertInto('eventAttempt')
        .values({ ...attempt, id: uuidv7(ago(days)), request: '{}' })
        .execute()
    }
    await runUpkeep(database, { now, retentionDays: 30 })
    const events = await kysely.selectFrom('event').select('content').where('type', '=', type).execute()
    expect(events).toEqual([{ content: { days: 13 } }])
    const deliveries = await kysely.selectFrom('eventDelivery').select('at').where('subscriberId', '=', id).execute()
    expect(deliveries).toEqual([{ at: ago(13) }])
    expect(await kysely.selectFrom('eventAttempt').select('id').execute()).toHaveLength(1)
  })

  it('removes tokens that expired a week ago and no others', async () => {
    const tokens = createTokenRepository(database.kysely)
    const now = new Date()
    const add = (name: string, expiresAt: Date | null) =>
      tokens.create({
        id: uuidv7(),
        name,
        userId: null,
        roles: ['api-user'],
        createdAt: now,
        createdBy: 'Maya',
        expiresAt,
        hash: name,
      })
    await add('for ever', null)
    await add('yesterday', new Date(now.getTime() - DAY_MS))
    await add('last month', new Date(now.getTime() - 30 * DAY_MS))
    await runUpkeep(database, { now, retentionDays: 30 })
    const { items } = await tokens.list({ limit: 10 })
    expect(items.map((token) => token.name).sort()).toEqual(['for ever', 'yesterday'])
  })
})
