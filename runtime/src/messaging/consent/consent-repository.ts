import type { ConsentSource, ConsentState, Page } from '@patchbay/shared/api'
import { type Kysely, sql } from 'kysely'
import { TEST_ACCOUNTS } from '../../platform/test-accounts.ts'
import { containing, idCursor, timeCursor, timeCursorText, toPage } from '../../store/paging.ts'
import type { Tables } from '../../store/schema/tables.ts'

/** What is recorded when the consent of a contact changes. */
export interface ConsentChange {
  /** Each id is recorded once. From `uuidv7()`, or the id of the message that was the word. */
  readonly id: string
  readonly at: Date
  readonly contactPointId: string
  /** The account within which `contact` means something; empty on channels where it means the same in all of them. */
  readonly accountId: string
  /** Ours; empty for all of them. Opting in for all of them lifts what was said about one as well. */
  readonly address: string
  readonly channel: string
  readonly contact: string
  readonly state: ConsentState
  readonly source: ConsentSource
  readonly detail: string
}

export interface ConsentListOptions {
  readonly state?: ConsentState
  /** A part of the contact. */
  readonly search?: string
  readonly limit: number
  readonly after?: string
}

/** A row that changed, for processes that remember who has opted out. */
export interface ChangedConsent {
  readonly contactPointId: string
  readonly address: string
  readonly state: ConsentState
  readonly revision: number
}

export interface ConsentRepository {
  /** Records changes, in their order. Many of them are stored in several commits. */
  record(changes: readonly ConsentChange[]): Promise<void>
  /** Rows that changed after this revision, in order. After 0: those that are opted out. */
  changedAfter(revision: number): Promise<readonly ChangedConsent[]>
  /** What opted the contact out of this address; undefined where it is not out there by an entry of its own. */
  sourceOf(place: Pick<ConsentChange, 'contactPointId' | 'address'>): Promise<ConsentSource | undefined>
  /** What holds now, latest change first; without the phones of tests. */
  list(options: ConsentListOptions): Promise<Page<ConsentChange>>
  /** What was recorded, latest first; without the phones of tests. */
  log(options: ConsentListOptions): Promise<Page<ConsentChange>>
}

const accountIdOfPoint = sql<string>`coalesce(contact_point.account_id, '')`.as('accountId')
/** What phones of tests have said counts for them alone, and is about no contact. */
const isOfContact = sql<boolean>`not starts_with(coalesce(contact_point.account_id, ''), ${TEST_ACCOUNTS})`

export function createConsentRepository(kysely: Kysely<Tables>): ConsentRepository {
  return {
    async record(changes) {
      for (let start = 0; start < changes.length; start += AT_ONCE) {
        const batch = changes.slice(start, start + AT_ONCE)
        await kysely.transaction().execute(async (transaction) => {
          for (const change of batch) await recordOne(transaction, change)
        })
      }
    },
    async changedAfter(revision) {
      let query = kysely.selectFrom('consent').select(['contactPointId', 'address', 'state', 'revision'])
      query = revision === 0 ? query.where('state', '=', 'out') : query.where('revision', '>', revision)
      const rows = await query.orderBy('revision').execute()
      return rows.map((row) => ({ ...row, revision: Number(row.revision) }))
    },
    async sourceOf({ contactPointId, address }) {
      const row = await kysely
        .selectFrom('consent')
        .select('source')
        .where('contactPointId', '=', contactPointId)
        .where('address', '=', address)
        .where('state', '=', 'out')
        .executeTakeFirst()
      return row?.source
    },
    async list({ state, search, limit, after }) {
      let query = kysely
        .selectFrom('consent')
        .leftJoin('contactPoint', 'contactPoint.id', 'consent.contactPointId')
        .selectAll('consent')
        .select(accountIdOfPoint)
        .where(isOfContact)
      if (state !== undefined) query = query.where('state', '=', state)
      if (search !== undefined) query = query.where(isAbout(search))
      if (after !== undefined) {
        const { time, id } = timeCursor(after)
        query = query.where(({ eb, refTuple, tuple }) => eb(refTuple('since', 'consent.id'), '<', tuple(time, id)))
      }
      const rows = await query
        .orderBy('since', 'desc')
        .orderBy('consent.id', 'desc')
        .limit(limit + 1)
        .execute()
      const { items, next } = toPage(rows, limit, ({ since: time, id }) => timeCursorText({ time, id }))
      return { items: items.map(({ since: at, ...row }) => ({ ...row, at })), next }
    },
    async log({ state, search, limit, after }) {
      let query = kysely
        .selectFrom('consentLog')
        .leftJoin('contactPoint', 'contactPoint.id', 'consentLog.contactPointId')
        .selectAll('consentLog')
        .select(accountIdOfPoint)
        .where(isOfContact)
      if (state !== undefined) query = query.where('state', '=', state)
      if (search !== undefined) query = query.where(isAbout(search))
      if (after !== undefined) query = query.where('consentLog.id', '<', idCursor(after))
      const rows = await query
        .orderBy('consentLog.id', 'desc')
        .limit(limit + 1)
        .execute()
      return toPage(rows, limit, ({ id }) => id)
    },
  }
}

/** A transaction holds the counter of changes, for which senders of other processes wait. */
const AT_ONCE = 100

async function recordOne(kysely: Kysely<Tables>, change: ConsentChange): Promise<void> {
  const { id, at, contactPointId, accountId, address, channel, contact, state, source, detail } = change
  // The contact point keeps the account. Where there is none to keep, it is made with the first message.
  if (accountId !== '') {
    await sql`with met as (insert into contact (id, created_at, modified_at, last_at, search)
        values (${contactPointId}::uuid, ${at}::timestamptz, ${at}::timestamptz, ${at}::timestamptz,
          contact_point_words(${contact})) on conflict do nothing)
      insert into contact_point (id, contact_id, channel, account_id, value, created_at)
        values (${contactPointId}::uuid, ${contactPointId}::uuid, ${channel}, ${accountId}, ${contact}, ${at}::timestamptz)
        on conflict do nothing`.execute(kysely)
  }
  await sql`select record_consent(${id}::uuid, ${at}::timestamptz, ${contactPointId}::uuid, ${address}::text,
    ${channel}::text, ${contact}::text, ${state}::text, ${source}::text, ${detail}::text)`.execute(kysely)
}

/** Numbers are found however people write them. */
function isAbout(search: string) {
  const digits = search.replaceAll(/[\s()./-]/g, '')
  const patterns = [...new Set([search, digits])].filter((text) => text !== '').map(containing)
  return sql<boolean>`contact ilike any (${sql.val(patterns)}::text[])`
}
