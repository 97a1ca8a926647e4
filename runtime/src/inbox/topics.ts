import { isUuid, type NewTopic, type Topic, topicColors } from '@patchbay/shared/api'
import { AppError } from '@patchbay/shared/errors'
import { asTaken } from '../store/as-taken.ts'
import type { Database } from '../store/database.ts'
import { changeConversation } from '../store/messages/change-conversation.ts'
import { uuidv7 } from '../store/uuid.ts'
import { noSuchConversation } from './conversation-changes.ts'

/** Labels for conversations. */
export interface Topics {
  /** By name. */
  list(): Promise<readonly Topic[]>
  /** @throws AppError TOPIC_EXISTS */
  add(topic: NewTopic): Promise<Topic>
  /** @throws AppError NOT_FOUND, TOPIC_EXISTS */
  change(id: string, topic: NewTopic): Promise<Topic>
  /** @throws AppError NOT_FOUND */
  remove(id: string): Promise<void>
  /**
   * Says what a conversation is about.
   * @param topics ids @param by as `working_copy.owner`
   * @throws AppError CONVERSATION_NOT_FOUND, INVALID_INPUT
   */
  set(conversationId: string, topics: readonly string[], by: string): Promise<void>
}

export interface TopicsOptions {
  readonly database: Database
  /** Called after a conversation got other topics. */
  readonly onChange: (conversationId: string) => void
  readonly now: () => Date
}

export function createTopics({ database, onChange, now }: TopicsOptions): Topics {
  const { kysely } = database
  const list = async () => {
    const topics = await kysely.selectFrom('topic').select(['id', 'name', 'color']).execute()
    return topics.map(toTopic).sort((one, other) => one.name.localeCompare(other.name))
  }

  return {
    list,
    async add({ name, color }) {
      const row = { id: uuidv7(now()), name: nameFrom(name), color }
      await asTaken(kysely.insertInto('topic').values(row).execute(), topicExists)
      return row
    },
    async change(id, { name, color }) {
      if (!isUuid(id)) throw noSuchTopic()
      const change = { name: nameFrom(name), color }
      const row = await asTaken(
        kysely.updateTable('topic').set(change).where('id', '=', id).returningAll().executeTakeFirst(),
        topicExists,
      )
      if (row === undefined) throw noSuchTopic()
      return toTopic(row)
    },
    async remove(id) {
      const removed = isUuid(id)
        ? await kysely.deleteFrom('topic').where('id', '=', id).returning('id').executeTakeFirst()
        : undefined
      if (removed === undefined) throw noSuchTopic()
    },
    async set(conversationId, given, by) {
      if (!isUuid(conversationId)) throw noSuchConversation()
      const ids = [...new Set(given)]
      const known = await list()
      const chosen = known.filter(({ id }) => ids.includes(id))
      if (chosen.length < ids.length) throw invalid('topics', 'One of them is not a topic any more.')
      const done = await changeConversation(database, conversationId, now(), async (_, transaction) => {
        const had = await transaction
          .deleteFrom('conversationTopic')
          .where('conversationId', '=', conversationId)
          .returning('topicId')
          .execute()
        const before = had.map(({ topicId }) => topicId)
        if (ids.length > 0) {
          const rows = ids.map((topicId) => ({ conversationId, topicId }))
          await transaction.insertInto('conversationTopic').values(rows).execute()
        }
        const topics = {
          added: ids.filter((id) => !before.includes(id)),
          removed: before.filter((id) => !ids.includes(id)),
        }
        const detail = { topics: chosen.map(({ name }) => name), ...topics }
        return { change: { items: [{ kind: 'topics', author: by, detail }], topics }, result: true }
      })
      if (done === undefined) throw noSuchConversation()
      onChange(conversationId)
    },
  }
}

function toTopic({ id, name, color }: { id: string; name: string; color: string }): Topic {
  return { id, name, color: topicColors.find((known) => known === color) ?? 'grey' }
}

/** @throws AppError INVALID_INPUT */
function nameFrom(given: string): string {
  const name = given.trim()
  if (name === '') throw invalid('name', 'A topic needs a name.')
  return name
}

function topicExists(cause: unknown): AppError {
  return new AppError('TOPIC_EXISTS', 'Another topic has this name.', { cause })
}

function noSuchTopic(): AppError {
  return new AppError('NOT_FOUND', 'There is no such topic.')
}

function invalid(path: string, message: string): AppError {
  return new AppError('INVALID_INPUT', `${path}: ${message}`, { errors: [{ path, message }] })
}
