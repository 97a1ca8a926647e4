import type { MessageContent, RunErrorBody } from '@patchbay/shared/api'
import type { Selectable, Transaction } from 'kysely'
import type { Database } from '../store/database.ts'
import { jsonText } from '../store/json-text.ts'
import { insertMessage } from '../store/messages/insert-message.ts'
import type { MessageRecord } from '../store/messages/message-records.ts'
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
   * Claims the oldest answer of the conversation that is still to be sent, until then. Undefined when there is none,
   * when it is not due, or when it is being sent.
   */
  claim(conversationId: string, claim: { readonly now: Date; readonly until: Date }): Promise<ClaimedAnswer | undefined>
  /**
   * Stores how an answer ended, with the messages that were sent of it: all of them, none (`failed`), or some. Closes
   * the conversation after an answer that `closes`.
   */
  end(answer: ClaimedAnswer, end: AnswerEnd): Promise<void>
  /** It is tried again then. Without an error it stays in doubt until then. */
  postpone(id: string, until: Date, error?: RunErrorBody): Promise<void>
  /** Conversations with an answer that was due before then. */
  overdue(before: Date, limit: number): Promise<readonly string[]>
}

export function createAnswerRepository(
  { kysely }: Pick<Database, 'kysely'>,
  endConversation: EndConversation,
): AnswerRepository {
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
          .where('answer.conversationId', '=', conversationId)
          .where('state', 'in', ['queued', 'sending'])
          .orderBy('place')
          .limit(1)
          .forUpdate('answer')
          .executeTakeFirst()
        if (oldest === undefined || (oldest.dueAt !== null && oldest.dueAt > now)) return undefined
        const tries = oldest.tries + 1
        await transaction
          .updateTable('answer')
          .set({ state: 'sending', dueAt: until, tries })
          .where('id', '=', oldest.id)
          .execute()
        return { ...oldest, tries, isInDoubt: oldest.state === 'sending' }
      }),
    async end(answer, { state, error, messages, processId, now }) {
      await endConversation(answer.conversationId, answer.author, async (conversation, transaction) => {
        for (const message of messages) await insertMessage(transaction, { message, processId, now })
        const { closes } = await transaction
          .updateTable('answer')
          .set({ state, error: error === undefined ? null : jsonText(error), dueAt: null })
          .where('id', '=', answer.id)
          .returning('closes')
          .executeTakeFirstOrThrow()
        return closes && state === 'sent' ? closeAfterAnswers(transaction, conversation, answer.author, now) : {}
      })
    },
    async postpone(id, until, error) {
      const change = error === undefined ? {} : { state: 'queued' as const, error: jsonText(error) }
      await kysely
        .updateTable('answer')
        .set({ ...change, dueAt: until })
        .where('id', '=', id)
        .execute()
    },
    async overdue(before, limit) {
      const rows = await kysely
        .selectFrom('answer')
        .select('conversationId')
        .distinct()
        .where('state', 'in', ['queued', 'sending'])
        .where('dueAt', '<', before)
        .limit(limit)
        .execute()
      return rows.map(({ conversationId }) => conversationId)
    },
  }
}
