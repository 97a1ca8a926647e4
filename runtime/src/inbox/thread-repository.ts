import type { Page } from '@patchbay/shared/api'
import type { JsonObject } from '@patchbay/shared/json'
import { type Kysely, sql, type Transaction } from 'kysely'
import type { ConversationKey, StoredMessage } from '../store/messages/message-records.ts'
import { idCursor, toPage } from '../store/paging.ts'
import type { Tables } from '../store/schema/tables.ts'
import type { AnswerRecord } from './answer-repository.ts'

export type ThreadRecord =
  | { readonly id: string; readonly kind: 'message'; readonly message: StoredMessage; readonly flowName: string | null }
  | {
      readonly id: string
      readonly kind: 'item'
      readonly item: { readonly kind: string; readonly author: string; readonly detail: JsonObject }
    }
  | { readonly id: string; readonly kind: 'answer'; readonly answer: AnswerRecord }

/** What happened in a conversation, in the one order of the ids. */
export interface ThreadRepository {
  /** Newest first; `next` leads to what is older. */
  items(conversationId: string, page: { readonly limit: number; readonly after?: string }): Promise<Page<ThreadRecord>>
  /**
   * Whether anybody else has answered since the item `seen`; null: since the beginning. An answer that is still to be
   * sent counts.
   */
  answeredSince(
    conversationId: string,
    since: { readonly seen: string | null; readonly by: string },
    transaction: Transaction<Tables>,
  ): Promise<boolean>
  /** How people have ended what they did at this place, and who did: they closed it or handed it back. */
  howEnded(place: ConversationKey): Promise<{ readonly how: 'closed' | 'handed-back'; readonly author: string }>
  /** Names of people and tokens by `working_copy.owner`; those that have left are missing. */
  namesOf(owners: readonly string[]): Promise<ReadonlyMap<string, string>>
}

export function createThreadRepository(kysely: Kysely<Tables>): ThreadRepository {
  async function messages(conversationId: string, before: string, limit: number): Promise<ThreadRecord[]> {
    const rows = await kysely
      .selectFrom('message')
      .leftJoin('run', 'run.id', 'message.runId')
      .leftJoin('flow', 'flow.id', 'run.flowId')
      .selectAll('message')
      .select('flow.name as flowName')
      .where('conversationId', '=', conversationId)
      .where('message.id', '<', before)
      .orderBy('message.id', 'desc')
      .limit(limit)
      .execute()
    return rows.map(({ flowName, ...message }) => ({ id: message.id, kind: 'message', message, flowName }))
  }

  async function items(conversationId: string, before: string, limit: number): Promise<ThreadRecord[]> {
    const rows = await kysely
      .selectFrom('conversationItem')
      .selectAll()
      .where('conversationId', '=', conversationId)
      .where('id', '<', before)
      .orderBy('id', 'desc')
      .limit(limit)
      .execute()
    return rows.map(({ id, ...item }) => ({ id, kind: 'item', item }))
  }

  /** Those that were sent are messages. */
  async function answers(conversationId: string, before: string, limit: number): Promise<ThreadRecord[]> {
    const rows = await kysely
      .selectFrom('answer')
      .selectAll()
      .where('conversationId', '=', conversationId)
      .where('state', '<>', 'sent')
      .where('place', '<', before)
      .orderBy('place', 'desc')
      .limit(limit)
      .execute()
    return rows.map((answer) => ({ id: answer.place, kind: 'answer', answer }))
  }

  return {
    async items(conversationId, { limit, after }) {
      const before = after === undefined ? HIGHEST_ID : idCursor(after)
      const parts = await Promise.all([messages, items, answers].map((read) => read(conversationId, before, limit + 1)))
      const rows = parts.flat().sort((one, other) => (one.id < other.id ? 1 : -1))
      return toPage(rows, limit, ({ id }) => id)
    },
    async answeredSince(conversationId, { seen, by }, transaction) {
      const after = seen === null ? LOWEST_ID : idCursor(seen)
      // The id of an answer says nothing about its place.
      const { rows } = await sql<{ readonly isAnswered: boolean }>`
        with seen as materialized (
          select coalesce((select place from answer where id = ${after}::uuid), ${after}::uuid) as place
        )
        select exists (select from message where conversation_id = ${conversationId}::uuid
            and id > (select place from seen) and direction = 'out' and author <> ${by})
          or exists (select from answer where conversation_id = ${conversationId}::uuid
            and place > (select place from seen) and author <> ${by} and state <> 'failed'
            and not starts_with(author, 'flow:')) as is_answered`.execute(transaction)
      return rows[0]?.isAnswered === true
    },
    async howEnded({ contactPointId, address }) {
      const row = await kysely
        .selectFrom('conversationItem')
        .innerJoin('conversation', 'conversation.id', 'conversationId')
        .select(['kind', 'author'])
        .where('contactPointId', '=', contactPointId)
        .where('address', '=', address)
        .where('kind', 'in', ['closed', 'handed-back'])
        .orderBy('conversationItem.id', 'desc')
        .executeTakeFirst()
      return { how: row?.kind === 'closed' ? 'closed' : 'handed-back', author: row?.author ?? '' }
    },
    async namesOf(owners) {
      const { rows } = await sql<{ readonly owner: string; readonly name: string }>`
        select 'user:' || id as owner, name from auth_user where 'user:' || id = any (${owners})
        union all select 'token:' || id, name from api_token where 'token:' || id = any (${owners})`.execute(kysely)
      return new Map(rows.map(({ owner, name }) => [owner, name]))
    },
  }
}

const LOWEST_ID = '00000000-0000-0000-0000-000000000000'
const HIGHEST_ID = 'ffffffff-ffff-ffff-ffff-ffffffffffff'
