import type { MessageMedia } from '@patchbay/shared/api'
import { type Kysely, type Selectable, sql } from 'kysely'
import { jsonText } from '../../store/json-text.ts'
import type { MediaState, MediaTable, MessageTable } from '../../store/schema/message-tables.ts'
import type { Tables } from '../../store/schema/tables.ts'

export type MediaRecord = Selectable<MediaTable>

/** A file that is kept. */
export interface StoredFile {
  readonly id: string
  readonly type: string
  readonly name: string | null
  readonly bytes: number
}

/** A file that came with what started or continued a run. */
export interface FileOfRun extends Omit<MediaRecord, 'messageId' | 'runId' | 'accountId' | 'tries' | 'dueAt'> {
  /** The service's id of the message, as the run knows it. Null where the file came with no message. */
  readonly providerId: string | null
}

type MessageOfFile = Pick<Selectable<MessageTable>, 'id' | 'channel' | 'address' | 'contact'>

export type FetchOutcome =
  | { readonly state: 'stored'; readonly file: Omit<StoredFile, 'id'> }
  | { readonly state: 'failed'; readonly problem: string }

/** Files of messages. Those of received messages are entered by the database, with their message. */
export interface MediaRepository {
  /** Enters a file that is being uploaded. It counts as abandoned at `abandonedAt`. */
  begin(id: string, abandonedAt: Date): Promise<void>
  /** Stores a part, again where an earlier attempt has stored it. */
  putPart(id: string, number: number, bytes: Uint8Array): Promise<void>
  /** Undefined after the last one. */
  part(id: string, number: number): Promise<Uint8Array | undefined>
  /** The upload is complete. */
  finish(file: StoredFile): Promise<void>
  /** Takes a file that is due, until `until`; undefined when there is nothing to fetch, or another process fetches it. */
  claim(id: string, now: Date, until: Date): Promise<MediaRecord | undefined>
  /** The next attempt, if the file is still wanted. */
  postpone(id: string, at: Date): Promise<void>
  /** Ends the fetching, and says so in the message. Returns the message; undefined when it is gone. */
  settle(id: string, outcome: FetchOutcome): Promise<MessageOfFile | undefined>
  find(id: string): Promise<MediaRecord | undefined>
  /** Files that came with what started or continued the run, in the order of their arrival. */
  ofRun(runId: string): Promise<readonly FileOfRun[]>
  /** Ids of wanted files that have been due since before then. */
  overdue(before: Date, limit: number): Promise<readonly string[]>
  /** Removes a file that never became complete, or that nothing needs. */
  remove(id: string): Promise<void>
  /** The files came with the event that started this run. */
  belongTo(runId: string, ids: readonly string[]): Promise<void>
  /** Ids of uploads that were abandoned before then. */
  abandoned(before: Date, limit: number): Promise<readonly string[]>
  /** Drops the oldest files until the rest has at most so many bytes. Returns how many were dropped. */
  makeRoom(mostBytes: number, problem: string): Promise<number>
}

export function createMediaRepository(kysely: Kysely<Tables>): MediaRepository {
  const overdueIn = async (state: MediaState, before: Date, limit: number) => {
    const rows = await kysely
      .selectFrom('media')
      .select('id')
      .where('dueAt', '<', before)
      .where('state', '=', state)
      .orderBy('dueAt')
      .limit(limit)
      .execute()
    return rows.map(({ id }) => id)
  }
  const removeParts = (ids: readonly string[]) => kysely.deleteFrom('mediaPart').where('mediaId', 'in', ids).execute()

  return {
    async begin(id, abandonedAt) {
      await kysely.insertInto('media').values({ id, state: 'arriving', dueAt: abandonedAt }).execute()
    },
    async putPart(mediaId, number, bytes) {
      const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64')
      await kysely
        .insertInto('mediaPart')
        // As base64, because the embedded database reads and writes bytes a digit at a time, which is far slower.
        .values({ mediaId, number, bytes: sql`decode(${text}, 'base64')` })
        .onConflict((conflict) =>
          conflict.columns(['mediaId', 'number']).doUpdateSet(({ ref }) => ({ bytes: ref('excluded.bytes') })),
        )
        .execute()
    },
    async part(id, number) {
      const row = await kysely
        .selectFrom('mediaPart')
        .select(sql<string>`encode(bytes, 'base64')`.as('text'))
        .where('mediaId', '=', id)
        .where('number', '=', number)
        .executeTakeFirst()
      return row === undefined ? undefined : Buffer.from(row.text, 'base64')
    },
    async finish({ id, ...file }) {
      await kysely
        .updateTable('media')
        .set({ ...file, state: 'stored', dueAt: null })
        .where('id', '=', id)
        .execute()
    },
    claim: (id, now, until) =>
      kysely
        .updateTable('media')
        .set(({ eb }) => ({ dueAt: until, tries: eb('tries', '+', 1) }))
        .where('id', '=', id)
        .where('state', '=', 'wanted')
        .where('dueAt', '<=', now)
        .returningAll()
        .executeTakeFirst(),
    async postpone(id, at) {
      await kysely.updateTable('media').set({ dueAt: at }).where('id', '=', id).where('state', '=', 'wanted').execute()
    },
    settle: (id, outcome) => kysely.transaction().execute((transaction) => settle(transaction, id, outcome)),
    find: (id) => kysely.selectFrom('media').selectAll().where('id', '=', id).executeTakeFirst(),
    ofRun: (runId) =>
      kysely
        .selectFrom('media')
        .leftJoin('message', 'message.id', 'media.messageId')
        .select(['media.id', 'source', 'state', 'type', 'name', 'bytes', 'problem', 'message.providerId'])
        .where('media.runId', '=', runId)
        .orderBy('media.id')
        .execute(),
    overdue: (before, limit) => overdueIn('wanted', before, limit),
    abandoned: (before, limit) => overdueIn('arriving', before, limit),
    async remove(id) {
      await removeParts([id])
      await kysely.deleteFrom('media').where('id', '=', id).execute()
    },
    async belongTo(runId, ids) {
      await kysely.updateTable('media').set({ runId }).where('id', 'in', ids).execute()
    },
    async makeRoom(mostBytes, problem) {
      const { rows: sums } = await sql<{ total: number | null }>`
        select sum(bytes) as total from media where state = 'stored'`.execute(kysely)
      if (Number(sums[0]?.total ?? 0) <= mostBytes) return 0
      const { rows } = await sql<{ id: string }>`
        update media set state = 'dropped', problem = ${problem} where id in (
          select id from (
            select id, sum(bytes) over (order by id desc) as total from media where state = 'stored'
          ) as newest where total > ${mostBytes}
        ) returning id`.execute(kysely)
      if (rows.length > 0) await removeParts(rows.map(({ id }) => id))
      return rows.length
    },
  }
}

/** The message is locked first, as by a change of its content, whose trigger then locks its files. */
async function settle(kysely: Kysely<Tables>, id: string, outcome: FetchOutcome): Promise<MessageOfFile | undefined> {
  const found = await kysely.selectFrom('media').select('messageId').where('id', '=', id).executeTakeFirst()
  const messageId = found?.messageId ?? null
  const message =
    messageId === null
      ? undefined
      : await kysely
          .selectFrom('message')
          .select(['id', 'channel', 'address', 'contact', 'content'])
          .where('id', '=', messageId)
          .forUpdate()
          .executeTakeFirst()
  const { state } = outcome
  const columns = outcome.state === 'stored' ? outcome.file : { problem: outcome.problem }
  const { numUpdatedRows } = await kysely
    .updateTable('media')
    .set({ ...columns, state, dueAt: null })
    .where('id', '=', id)
    .where('state', '=', 'wanted')
    .executeTakeFirst()
  if (message === undefined || numUpdatedRows === 0n) return undefined
  const { content, ...place } = message
  const change = (file: MessageMedia): MessageMedia => (file.id === id ? { ...file, ...factsOf(outcome) } : file)
  await kysely
    .updateTable('message')
    .set({ content: jsonText({ ...content, media: (content.media ?? []).map(change) }) })
    .where('id', '=', message.id)
    .execute()
  return place
}

/** What the message says of the file from now on. */
function factsOf(outcome: FetchOutcome): MessageMedia {
  if (outcome.state === 'failed') return { problem: outcome.problem }
  const { type, name, bytes } = outcome.file
  return { type, bytes, ...(name === null ? {} : { name }) }
}
