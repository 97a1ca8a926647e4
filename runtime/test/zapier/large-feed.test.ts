import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDatabase } from '../../src/store/database.ts'
import { createDataDir } from '../helpers/data-dir.ts'
import { type RuntimeProcess, startRuntime } from '../helpers/runtime-process.ts'
import { basic, createZapierAccount, deploy, fire, type Item, poll, pollingPath, zapierFlow } from './zapier-flow.ts'

const rounds = 25

interface Feed {
  readonly username: string
  readonly password: string
  readonly id: string
  readonly items: number
  /** Age of the newest item, and between one and the next. */
  readonly newestAgeSeconds: number
  readonly stepSeconds: number
}

describe('a feed of 100,000 items', () => {
  let dataDir: Awaited<ReturnType<typeof createDataDir>>
  let runtime: RuntimeProcess
  let feeds: { small: Feed; large: Feed; busy: Feed }

  beforeAll(async () => {
    dataDir = await createDataDir()
    const first = await startRuntime({ dataDir: dataDir.path })
    const make = async (username: string, shape: Pick<Feed, 'items' | 'newestAgeSeconds' | 'stepSeconds'>) => {
      return { username, ...(await createZapierAccount(first, username)), ...shape }
    }
    feeds = {
      small: await make('small', { items: 100, newestAgeSeconds: 3_600, stepSeconds: 5 }),
      large: await make('large', { items: 100_000, newestAgeSeconds: 3_600, stepSeconds: 5 }),
      busy: await make('busy', { items: 100_000, newestAgeSeconds: 0, stepSeconds: 0.01 }),
    }
    await first.stop()
    await fillFeeds(dataDir.path, Object.values(feeds))
    runtime = await startRuntime({ dataDir: dataDir.path })
  }, 180_000)

  afterAll(async () => {
    await runtime.stop()
    await dataDir.remove()
  })

  const pollOf = (feed: Feed) => poll(runtime, feed.password, '', feed.username)

  it('answers the newest 100, or 1,000 when all are of the last 20 minutes', async () => {
    const sizes = { small: 100, large: 100, busy: 1_000 } as const
    for (const name of ['small', 'large', 'busy'] as const) {
      const items = (await (await pollOf(feeds[name])).json()) as Item[]
      const last = feeds[name].items
      expect(items.map(({ id }) => id)).toEqual(
        Array.from({ length: sizes[name] }, (_, index) => `item-${last - index}`),
      )
    }
  })

  it('polls in at most three times the time of a feed with 100 items', async () => {
    const times = { small: [] as number[], large: [] as number[], busy: [] as number[] }
    for (let round = 0; round < rounds; round += 1) {
      for (const name of ['small', 'large', 'busy'] as const) {
        const startedAt = performance.now()
        await (await pollOf(feeds[name])).text()
        times[name].push(performance.now() - startedAt)
      }
    }
    const [small, large, busy] = [median(times.small), median(times.large), median(times.busy)]
    const figures = `${small.toFixed(2)} ms with 100 items, ${large.toFixed(2)} ms with 100,000, ${busy.toFixed(2)} ms with 100,000 recent ones`
    expect(large / small, figures).toBeLessThanOrEqual(3)
    expect(busy / small, figures).toBeLessThanOrEqual(3)
  })

  it('keeps ids and order, and lets nothing older in again, while items are added', async () => {
    const { busy } = feeds
    await deploy(runtime, zapierFlow({ path: 'busy', accountId: busy.id }))
    let before: string[] = []
    let isAdding = true
    const adding = Promise.all(
      [0, 1, 2, 3].map(async () => {
        for (let count = 0; count < 25; count += 1) await fire(runtime, 'busy', { case: count, name: 'x' })
      }),
    ).finally(() => {
      isAdding = false
    })
    const known = new Set<string>()
    do {
      const answer = await fetch(`${runtime.url}${pollingPath}`, { headers: basic(busy.password, busy.username) })
      const now = ((await answer.json()) as Item[]).map(({ id }) => id)
      expect(new Set(now).size).toBe(now.length)
      const added = now.indexOf(before[0] ?? '')
      // What was the newest is followed by what followed it, cut at the end.
      if (before.length > 0) expect(now.slice(added)).toEqual(before.slice(0, now.length - added))
      if (before.length > 0) expect(now.slice(0, added).filter((id) => known.has(id))).toEqual([])
      for (const id of now) known.add(id)
      before = now
    } while (isAdding)
    await adding
  })
})

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0
}

/** Fills feeds in bulk, in the shape in which Zapier Invoke leaves them. */
async function fillFeeds(dataDir: string, feeds: readonly Feed[]): Promise<void> {
  const database = await openDatabase({ dataDir })
  for (const { id, items, newestAgeSeconds, stepSeconds } of feeds) {
    await sql`
      insert into zapier_item (account_id, seq, id, event, item, at, end_byte)
      select ${id}::uuid, n, 'item-' || n, 'case_closed',
        '{"id":"item-' || n || '","event":"case_closed","time":"2026-01-31T09:30:00.000Z","caseNumber":"' || n ||
        '","firstName":"Jane","lastName":"Suarez","order":{"id":"A-17"}}',
        now() - (${newestAgeSeconds}::float8 + (${items}::bigint - n) * ${stepSeconds}::float8) * interval '1 second', n * 150
      from generate_series(1, ${items}::bigint) n`.execute(database.kysely)
    await sql`
      insert into zapier_feed (account_id, last_seq, last_at, total_bytes)
      select account_id, max(seq), max(at), max(end_byte) from zapier_item where account_id = ${id} group by account_id`.execute(
      database.kysely,
    )
  }
  await sql`vacuum analyze zapier_item`.execute(database.kysely)
  await database.close()
}
