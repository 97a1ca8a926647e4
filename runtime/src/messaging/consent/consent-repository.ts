import type { ConsentSource, ConsentState, Page } from '@patchbay/shared/api'
import { type Kysely, sql } from 'kysely'
import { containing, idCursor, timeCursor, timeCursorText, toPage } from '../../store/paging.ts'
import type { Tables } from '../../store/schema/tables.ts'

/** What is recorded when the consent of a contact changes. */
export interface ConsentChange {
  /** Each id is recorded once. From `uuidv7()`, or the id of the message that was the word. */
  readonly id: string
  readonly at: Date
  readonly contactPointId: string
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
  record(change: ConsentChange): Promise<void>
  /** Rows that changed after this revision, in order. After 0: those that are opted out. */
  changedAfter(revision: number): Promise<readonly ChangedConsent[]>
  /** What holds now, latest change first. */
  list(options: ConsentListOptions): Promise<Page<ConsentChange>>
  /** What was recorded, latest first. */
  log(options: ConsentListOptions): Promise<Page<ConsentChange>>
}

export function createConsentRepository(kysely: Kysely<Tables>): ConsentRepository {
  return {
    async record(change) {
      const { id, at, contactPointId, address, channel, contact, state, source, detail } = change
      await sql`select record_consent(${id}::uuid, ${at}::timestamptz, ${contactPointId}::uuid, ${address}::text,
        ${channel}::text, ${contact}::text, ${state}::text, ${source}::text, ${detail}::text)`.execute(kysely)
    },
    async changedAfter(revision) {
      let query = kysely.selectFrom('consent').select(['contactPointId', 'address', 'state', 'revision'])
      query = revision === 0 ? query.where('state', '=', 'out') : query.where('revision', '>', revision)
      const rows = await query.orderBy('revision').execute()
      return rows.map((row) => ({ ...row, revision: Number(row.revision) }))
    },
    async list({ state, search, limit, after }) {
      let query = kysely.selectFrom('consent').selectAll()
      if (state !== undefined) query = query.where('state', '=', state)
      if (search !== undefined) query = query.where(isAbout(search))
      if (after !== undefined) {
        const { time, id } = timeCursor(after)
        query = query.where(({ eb, refTuple, tuple }) => eb(refTuple('since', 'id'), '<', tuple(time, id)))
      }
      const rows = await query
        .orderBy('since', 'desc')
        .orderBy('id', 'desc')
        .limit(limit + 1)
        .execute()
      const { items, next } = toPage(rows, limit, ({ since: time, id }) => timeCursorText({ time, id }))
      return { items: items.map(({ since: at, ...row }) => ({ ...row, at })), next }
    },
    async log({ state, search, limit, after }) {
      let query = kysely.selectFrom('consentLog').selectAll()
      if (state !== undefined) query = query.where('state', '=', state)
      if (search !== undefined) query = query.where(isAbout(search))
      if (after !== undefined) query = query.where('id', '<', idCursor(after))
      const rows = await query
        .orderBy('id', 'desc')
        .limit(limit + 1)
        .execute()
      return toPage(rows, limit, ({ id }) => id)
    },
  }
}

/** Numbers are found however people write them. */
function isAbout(search: string) {
  const digits = search.replaceAll(/[\s()./-]/g, '')
  const patterns = [...new Set([search, digits])].filter((text) => text !== '').map(containing)
  return sql<boolean>`contact ilike any (${sql.val(patterns)}::text[])`
}
