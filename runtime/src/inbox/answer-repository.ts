import type { MessageContent, RunErrorBody } from '@patchbay/shared/api'
import { type Selectable, sql, type Transaction } from 'kysely'
import type { Database } from '../store/database.ts'
import { jsonText } from '../store/json-text.ts'
import { insertMessage } from '../store/messages/insert-message.ts'
import type { MessageRecord } from '../store/messages/message-records.ts'
import { type Claimant, isAbandoned } from '../store/repositories/is-abandoned.ts'
import type { AnswerTable } from '../store/schema/inbox-tables.ts'
import type { Tables } from '../store/schema/tables.ts'
import { uuidv7 } from '../store/uuid.ts'
import { closeAfterAnswers } from './conversation-changes.ts'
import type { EndConversation } from './end-conversation.ts'

export type AnswerRecord = Selectable<AnswerTable>

/** An answer with where it goes. */
export interface ClaimedAnswer extends AnswerRecord {
  readonly channel: string
  readonly address: string
  readonly contact: string
  /** An earlier attempt was lost, so it may have been sent. */
  readonly isInDoubt: boolean
  /** Nobody has asked the service since that attempt was lost: its request may still be on the way. */
  readonly isJustLost: boolean
}

export interface NewAnswer {
  readonly id: string
  readonly conversationId: string
  readonly author: string
  readonly content: MessageContent
  readonly closes: boolean
}

export interface AnswerEnd {
  readonly state: 'sent' | 'failed' | 'unknown'
  readonly error?: RunErrorBody
  readonly messages: readonly MessageRecord[]
  readonly processId: string
  readonly now: Date
}

/** Answers of people, from the moment they are stored to the moment their messages are. */
export interface AnswerRepository {
  /** @param transaction of which it is a part */
  find(id: string, transaction: Transaction<Tables>): Promise<AnswerRecord | undefined>
  /** Stores an answer as a part of a transaction. */
  add(transaction: Transaction<Tables>, answer: NewAnswer, at: Date): Promise<AnswerRecord>
  /**
   * Claims the oldest answer of the conversation that is still to be sent, until then or until this process dies.
   * Undefined when there is none, when it is not due, or when a living process is sending it.
   */
  claim(conversationId: string, claim: { readonly now: Date; readonly until: Date }): Promise<ClaimedAnswer | undefined>
  /**
   * Stores how an answer ended, with the messages that were sent of it: all of them, none (`failed`), or some. Closes
   * the conversation after an answer that `closes`.
   *
   * Another process may have claimed the answer since, if this one stood still for so long that it counted as dead.
   * That it was `sent` is stored all the same, and stays; anything else is for the other one to say.
   */
  end(answer: ClaimedAnswer, end: AnswerEnd): Promise<void>
  /** It is tried again then. Without an error it stays in doubt until then. */
  postpone(id: string, until: Date, error?: RunErrorBody): Promise<void>
  /** Conversations with an answer that was due before then, or that a dead process was sending. */
  overdue(before: Date, limit: number): Promise<readonly string[]>
}

export function createAnswerRepository(
  { kysely, kind }: Pick<Database, 'kysely' | 'kind'>,
  endConversation: EndConversation,
  claimant: Claimant,
): AnswerRepository {
  const { processId } = claimant
  /** A process has claimed it, and that one is dead. */
  const isLeft = () =>
    sql<boolean>`(answer.claimed_by is not null and ${isAbandoned('answer.claimed_by', kind, claimant)})`
  return {
    find: (id, transaction) => transaction.selectFrom('answer').selectAll().where('id', '=', id).executeTakeFirst(),
    add: (transaction, { content, ...answer }, at) =>
      transaction
        .insertInto('answer')
        .values({ ...answer, content: jsonText(content), place: uuidv7(at), state: 'queued', dueAt: at })
        .returningAll()
        .executeTakeFirstOrThrow(),
    claim: (conversationId, { now, until }) =>
      kysely.transaction().execute(async (transaction) => {
        const oldest = await transaction
          .selectFrom('answer')
          .innerJoin('conversation', 'conversation.id', 'answer.conversationId')
          .innerJoin('contactPoint', 'contactPoint.id', 'conversation.contactPointId')
          .selectAll('answer')
          .select(['conversation.channel', 'conversation.address', 'contactPoint.value as contact'])
          .select(isLeft().as('isLeft'))
          .where('answer.conversationId', '=', conversationId)
          .where('state', 'in', ['queued', 'sending'])
          .orderBy('place')
          .limit(1)
          .forUpdate('answer')
          .executeTakeFirst()
        if (oldest === undefined || (oldest.dueAt !== null && oldest.dueAt > now && !oldest.isLeft)) return undefined
        const tries = oldest.tries + 1
        await transaction
          .updateTable('answer')
          .set({ state: 'sending', dueAt: until, claimedBy: processId, tries })
          .where('id', '=', oldest.id)
          .execute()
        return { ...oldest, tries, isInDoubt: oldest.state === 'sending', isJustLost: oldest.claimedBy !== null }
      }),
    async end(answer, { state, error, messages, processId, now }) {
      await endConversation(answer.conversationId, answer.author, async (conversation, transaction) => {
        const ended = await transaction
          .updateTable('answer')
          .set({ state, error: error === undefined ? null : jsonText(error), dueAt: null, claimedBy: null })
          .where('id', '=', answer.id)
          .where(({ eb }) => (state === 'sent' ? eb('state', '<>', 'sent') : eb('claimedBy', '=', processId)))
          .returning('closes')
          .executeTakeFirst()
        if (ended === undefined) return {}
        for (const message of messages) await insertMessage(transaction, { message, processId, now })
        return ended.closes && state === 'sent' ? closeAfterAnswers(transaction, conversation, answer.author, now) : {}
      })
    },
    async postpone(id, until, error) {
      const change = error === undefined ? {} : { state: 'queued' as const, error: jsonText(error) }
      await kysely
        .updateTable('answer')
        .set({ ...change, dueAt: until, claimedBy: null })
        .where('id', '=', id)
        // Another process sends it if this one has stood still for so long that it counted as dead.
        .where('claimedBy', '=', processId)
        .execute()
    },
    async overdue(before, limit) {
      const rows = await kysely
        .selectFrom('answer')
        .select('conversationId')
        .distinct()
        .where('state', 'in', ['queued', 'sending'])
        .where(({ or, eb }) => or([eb('dueAt', '<', before), isLeft()]))
        .limit(limit)
        .execute()
      return rows.map(({ conversationId }) => conversationId)
    },
  }
}
