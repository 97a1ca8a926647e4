import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type ConversationView, conversationViews } from '@patchbay/shared/api'
import { DAY_MS } from '@patchbay/shared/time'
import { sql } from 'kysely'
import { createConversationRepository } from '../runtime/src/inbox/conversation-repository.ts'
import { createThreadRepository } from '../runtime/src/inbox/thread-repository.ts'
import { type Database, openDatabase } from '../runtime/src/store/database.ts'
import { ensurePartitions } from '../runtime/src/store/upkeep/partitions.ts'
import { testContactParts } from '../runtime/test/helpers/contact-parts.ts'

/**
 * How long the inbox and the page of contacts take on the embedded database with 100,000 contacts and conversations and 500,000 messages of the
 * last thirty days: `node bench/inbox.ts`, or `node bench/inbox.ts 10000` for fewer. Milliseconds at the repositories.
 */
const conversations = Number(process.argv[2] ?? 100_000)
const MESSAGES_EACH = 5
const DAYS = 30
const ROUNDS = 20
const ME = 'user:bench'

const folder = await mkdtemp(join(tmpdir(), 'patchbay-inbox-'))
const database = await openDatabase({ dataDir: folder })
try {
  const filledFrom = performance.now()
  await fill(database)
  process.stdout.write(
    `${conversations} conversations, filled in ${((performance.now() - filledFrom) / 1_000).toFixed(0)} s\n`,
  )
  await measure(database)
  await measureContacts(database)
} finally {
  await database.close()
  await rm(folder, { recursive: true, force: true })
}

async function fill({ kysely }: Database): Promise<void> {
  const now = Date.now()
  for (let day = 0; day < DAYS; day += 8) await ensurePartitions(kysely, new Date(now - day * DAY_MS))
  const start = now - DAYS * DAY_MS
  const stepMs = (DAYS * DAY_MS) / (conversations * MESSAGES_EACH)
  const id = (n: string) => sql.raw(`(lpad(to_hex(${n}), 12, '0') || '7000' || '8000' || '000000000000')::uuid`)
  await sql`insert into contact (id, name, created_at, modified_at, last_at, search)
    select ${id('n')}, initcap(substr(md5(n::text), 1, 6)) || ' ' || initcap(substr(md5((n / 7)::text), 1, 8)), now(), now(), now(),
      array_to_tsvector(array[substr(md5(n::text), 1, 6), substr(md5((n / 7)::text), 1, 8)])
        || contact_point_words('+1305' || lpad(n::text, 7, '0'))
    from generate_series(1, ${sql.lit(conversations)}) as n`.execute(kysely)
  await sql`insert into contact_point (id, contact_id, channel, account_id, value, created_at)
    select ${id('n')}, ${id('n')}, 'sms', '', '+1305' || lpad(n::text, 7, '0'), now()
    from generate_series(1, ${sql.lit(conversations)}) as n`.execute(kysely)
  await sql`insert into conversation (id, contact_point_id, channel, account_id, address, status, is_with_person, opened_at,
      last_message_at, assignee, waits_since, in_count, preview, preview_by, last_in_at)
    select ${id('n')}, ${id('n')}, 'sms', 'bench', '+17865550' || lpad((n % 100)::text, 3, '0'),
      case when n % 3 = 0 then 'closed' when n % 50 = 0 then 'waiting' else 'open' end, n % 2 = 0,
      at, at, case when n % 5 = 0 then ${ME} end, case when n % 3 > 0 and n % 4 = 0 then at end, 3, 'Words ' || n, 'contact', at
    from generate_series(1, ${sql.lit(conversations)}) as n,
      lateral (select to_timestamp((${start}::float8 + (n * 7919 % ${sql.lit(conversations)}) * ${stepMs * MESSAGES_EACH}::float8) / 1000) as at) as of`.execute(
    kysely,
  )
  await sql`update contact set language = 'pt-BR' where id in (
    select ${id('n')} from generate_series(1, ${sql.lit(conversations)}, 1000) as n)`.execute(kysely)
  await sql`insert into consent (id, contact_point_id, address, channel, contact, state, since, source, detail, revision)
    select ${id('n')}, ${id('n')}, '', 'sms', '', 'out', now(), 'word', 'STOP', 1
    from generate_series(1, ${sql.lit(conversations)}, 1000) as n`.execute(kysely)
  const chunk = 50_000
  for (let from = 0; from < conversations * MESSAGES_EACH; from += chunk) {
    await sql`insert into message (id, conversation_id, channel, account_id, address, contact, direction, content, status, at)
      select (lpad(to_hex((${start}::float8 + n * ${stepMs}::float8)::bigint), 12, '0') || '7'
          || substr(md5(n::text), 1, 3) || '8' || substr(md5(n::text), 4, 15))::uuid,
        ${id(`1 + n % ${conversations}`)}, 'sms', 'bench', '+17865550100',
        '+1305' || lpad((1 + n % ${sql.lit(conversations)})::text, 7, '0'), case when n % 2 = 0 then 'in' else 'out' end,
        json_build_object('text', concat_ws(' ', 'hello the booking', 'SV-' || n, substr(md5(n::text), 1, 5),
          substr(md5((n % 5000)::text), 1, 6), substr(md5((n % 300)::text), 1, 7), case when n % 40 = 0 then 'refund' end)),
        'sent', to_timestamp((${start}::float8 + n * ${stepMs}::float8) / 1000)
      from generate_series(${sql.lit(from)}, ${sql.lit(Math.min(from + chunk, conversations * MESSAGES_EACH) - 1)}) as n`.execute(
      kysely,
    )
  }
  for (const table of ['contact', 'contact_point', 'consent', 'conversation', 'message']) {
    await sql`analyze ${sql.table(table)}`.execute(kysely)
  }
}

async function measure({ kysely }: Database): Promise<void> {
  const list = createConversationRepository(kysely)
  const threads = createThreadRepository(kysely)
  const page = (view: ConversationView, after?: string) =>
    list.list({ view }, { reader: ME, limit: 50, ...(after === undefined ? {} : { after }) })
  for (const view of conversationViews) {
    await time(`list ${view}, first page`, () => page(view))
    let after: string | null = null
    for (let number = 1; number < 500; number += 1) after = (await page(view, after ?? undefined)).next ?? after
    await time(`list ${view}, 500th page`, () => page(view, after ?? undefined))
  }
  await time('counts', () => list.counts(ME))
  const { items } = await page('open')
  await time('open one', async (round) => {
    const id = items[round]?.id ?? ''
    await Promise.all([list.find(id, ME), threads.items(id, { limit: 50 })])
  })
  const searches = { name: 'a1b2', number: '5000', 'whole number': '+1 305 005 0000', 'a rare word': 'sv-4711' }
  const words = {
    'a word of 1 in 40': 'refund',
    'a word of all': 'booking',
    'the beginning of a word': 'ref',
    'two words': 'booking refund',
    nothing: 'zzzzzz',
  }
  for (const [name, text] of Object.entries({ ...searches, ...words })) {
    await time(`search ${name}`, () => list.search(text, { reader: ME, limit: 50 }))
  }
}

async function measureContacts(database: Database): Promise<void> {
  const { contacts } = testContactParts({ database, now: () => new Date() })
  const page = (after?: string) => contacts.list({}, { limit: 50, ...(after === undefined ? {} : { after }) })
  await time('contacts, first page', () => page())
  let after: string | null = null
  for (let number = 1; number < 500; number += 1) after = (await page(after ?? undefined)).next ?? after
  await time('contacts, 500th page', () => page(after ?? undefined))
  await time('contacts, count', () => contacts.count({}))
  const month = new Date(Date.now() - DAYS * DAY_MS).toISOString()
  const day = new Date(Date.now() - DAY_MS).toISOString()
  for (const [name, filter] of Object.entries({
    channel: { channel: 'sms' },
    'a language of 1 in 1,000': { language: 'pt' },
    'opted out, 1 in 1,000': { consent: 'out' },
    'a message since a month': { since: month },
    'a message since a day': { since: day },
    'a name': { search: 'a1b2' },
    'the beginning of many names': { search: 'a' },
    'three digits': { search: '500' },
    'a whole number': { search: '+1 305 005 0000' },
    nothing: { search: 'zzzzzz' },
  } as const)) {
    await time(`contacts by ${name}`, () => contacts.list(filter, { limit: 50 }))
    await time(`contacts by ${name}, count`, () => contacts.count(filter))
  }
  const { items } = await page(after ?? undefined)
  await time('open a contact', async (round) => {
    const id = items[round]?.id ?? ''
    await Promise.all([
      contacts.get(id),
      contacts.history(id, { limit: 30 }),
      contacts.history(id, { limit: 30, kind: 'conversations' }),
    ])
  })
}

async function time(name: string, work: (round: number) => Promise<unknown>): Promise<void> {
  const times: number[] = []
  for (let round = 0; round < ROUNDS; round += 1) {
    const from = performance.now()
    await work(round)
    times.push(performance.now() - from)
  }
  const sorted = times.toSorted((one, other) => one - other)
  const at = (part: number) => (sorted[Math.ceil(sorted.length * part) - 1] ?? 0).toFixed(0).padStart(5)
  process.stdout.write(`${name.padEnd(36)} p50 ${at(0.5)}  p95 ${at(0.95)}\n`)
}
