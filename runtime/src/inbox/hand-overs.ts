import type { HandOvers } from '../kit/hand-overs.ts'
import type { Database } from '../store/database.ts'
import { changeConversation } from '../store/messages/change-conversation.ts'
import type { ConversationKey } from '../store/messages/message-records.ts'
import { uuidv7 } from '../store/uuid.ts'
import type { AnswerRepository } from './answer-repository.ts'
import { isStepDone } from './is-step-done.ts'
import { topicsOfNames } from './topics-of-names.ts'

export interface HandOversOptions {
  readonly database: Database
  readonly answers: Pick<AnswerRepository, 'add'>
  /** Called after a change of a conversation. */
  readonly onChange: (conversationId: string) => void
  /** Called once a message for the contact is stored. */
  readonly onStored: (conversationId: string) => void
  readonly now: () => Date
}

/** Gives conversations from flows to people. */
export function createHandOvers({ database, answers, onChange, onStored, now }: HandOversOptions): HandOvers {
  const { kysely } = database

  async function openAt({ contactPointId: point, address }: ConversationKey): Promise<string | undefined> {
    const row = await kysely
      .selectFrom('conversation')
      .select('id')
      .where('contactPointId', '=', point)
      .where('address', '=', address)
      .where('status', '<>', 'closed')
      .executeTakeFirst()
    return row?.id
  }

  return {
    async handOver({ conversation, topic, note, meanwhile: text, by, flowId, key }) {
      const id = await openAt(conversation)
      if (id === undefined) return noConversation
      const [topicId] = await topicsOfNames(kysely, [topic], now())
      const author = `flow:${by}`
      await changeConversation(database, id, now(), async ({ isWithPerson, waitsSince }, transaction) => {
        // After a crash the step is done again.
        if (await isStepDone(transaction, id, key)) return { change: {}, result: undefined }
        const added =
          topicId === undefined
            ? []
            : await transaction
                .insertInto('conversationTopic')
                .values({ conversationId: id, topicId })
                .onConflict((conflict) => conflict.doNothing())
                .returning('topicId')
                .execute()
        if (text !== '') {
          const content = { text }
          const answer = { id: uuidv7(now()), conversationId: id, author, content, closes: false }
          await answers.add(transaction, answer, now())
        }
        const set = { isWithPerson: true, ...(isWithPerson ? {} : { waitsSince: waitsSince ?? now() }) }
        const notes = note === '' ? [] : [{ kind: 'note', author, detail: { text: note } }]
        const items = [{ kind: 'handed-over', author, detail: { key } }, ...notes]
        const topics = { added: added.map((row) => row.topicId), removed: [] }
        return { change: { set, items, topics, flowId }, result: undefined }
      })
      onChange(id)
      if (text !== '') onStored(id)
      return undefined
    },
    async takeBack(place) {
      const id = await openAt(place)
      if (id === undefined) return 'ended'
      const result = await changeConversation(database, id, now(), async ({ isWithPerson, assignee, inCount }) => {
        if (!isWithPerson) return { change: {}, result: 'ended' as const }
        if (assignee !== null) return { change: {}, result: 'with-person' as const }
        const set = { isWithPerson: false, waitsSince: null, readCount: inCount }
        return { change: { set, items: [{ kind: 'handed-back', author: '' }] }, result: 'taken-back' as const }
      })
      onChange(id)
      return result ?? 'ended'
    },
  }
}

const noConversation = {
  code: 'CONVERSATION_NOT_FOUND',
  message: 'There is no open conversation with this contact at this address.',
  help: 'Write to the contact first, or use $ANI and $DNIS of the message that started the flow.',
}
