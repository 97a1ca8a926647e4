import { isUuid, type RunErrorBody } from '@patchbay/shared/api'
import type { Transaction } from 'kysely'
import type { ConversationPort, FlowConversationChange } from '../kit/conversations.ts'
import type { Database } from '../store/database.ts'
import type { ConversationChange, LockedConversation, NewItem } from '../store/messages/change-conversation.ts'
import type { Tables } from '../store/schema/tables.ts'
import { isUniqueViolation } from '../store/store-errors.ts'
import type { AgentRepository } from './agent-repository.ts'
import { closeAfterAnswers } from './conversation-changes.ts'
import { readConversation, readPersonWith } from './conversation-values.ts'
import type { EndConversation } from './end-conversation.ts'
import { isStepDone } from './is-step-done.ts'
import { topicsOfNames } from './topics-of-names.ts'

export interface FlowConversationsOptions {
  readonly database: Database
  readonly agents: AgentRepository
  readonly endConversation: EndConversation
  /** Called after a change of a conversation. */
  readonly onChange: (conversationId: string) => void
  readonly now: () => Date
}

/** Conversations as steps of runs read and change them. */
export function createFlowConversations(options: FlowConversationsOptions): ConversationPort {
  const { database, agents, endConversation, onChange, now } = options
  const { kysely } = database

  /** Everything in one transaction: after a crash either all of it is done again, or nothing. */
  async function change(asked: FlowConversationChange): Promise<RunErrorBody | undefined> {
    const { id, assign } = asked
    if (assign !== undefined && assign !== NOBODY && !(await agents.mayAnswer([assign]))) return nobodyWhoAnswers
    const added = await topicsOfNames(kysely, asked.addTopics, now())
    let error: RunErrorBody | undefined
    const isFound = await endConversation(id, authorOf(asked), async (conversation, transaction) => {
      // After a crash the step is done again.
      if (await isStepDone(transaction, id, asked.step.key)) return {}
      const isClosedThen = conversation.status === 'closed' && asked.status !== 'reopen'
      if (isClosedThen && assign !== undefined) {
        error = alreadyClosed
        return {}
      }
      const about = await changeTopics(transaction, asked, added)
      const held = reopened(conversation, asked)
      const owned = assigned(held.set ?? {}, conversation, asked)
      const closing =
        asked.status === 'close' ? await closeAfterAnswers(transaction, conversation, authorOf(asked), now()) : {}
      const items = [
        ...(held.items ?? []),
        ...about.items,
        ...noteOf(asked),
        ...(owned.items ?? []),
        ...(closing.items ?? []),
      ]
      return {
        set: { ...held.set, ...owned.set, ...closing.set },
        items: items.map((item) => keyed(item, asked)),
        topics: about.topics,
        flowId: asked.step.flowId,
      }
    })
    if (!isFound) return noConversation
    onChange(id)
    return error
  }

  return {
    find: (key) => readConversation(kysely, key),
    personWith: (key) => readPersonWith(kysely, key),
    agents: agents.list,
    async topics() {
      const rows = await kysely.selectFrom('topic').select('name').orderBy('name').execute()
      return rows.map(({ name }) => name)
    },
    async change(asked) {
      if (!isUuid(asked.id)) return { error: noConversation }
      try {
        const error = await change(asked)
        if (error !== undefined) return { error }
      } catch (error) {
        if (isUniqueViolation(error)) return { error: anotherOpen }
        throw error
      }
      const values = await readConversation(kysely, { by: 'id', id: asked.id })
      return values === undefined ? { error: noConversation } : { values }
    },
  }
}

const NOBODY = 'nobody'

function authorOf({ step }: FlowConversationChange): string {
  return `flow:${step.by}`
}

function keyed(item: NewItem, { step }: FlowConversationChange): NewItem {
  return { ...item, detail: { ...item.detail, key: step.key } }
}

function reopened({ status }: LockedConversation, asked: FlowConversationChange): ConversationChange {
  if (asked.status !== 'reopen' || status === 'open') return {}
  const set = { status: 'open', closedAt: null, snoozedUntil: null } as const
  return { set, items: [{ kind: status === 'closed' ? 'reopened' : 'woken', author: authorOf(asked) }] }
}

/** Who gets it also has it: flows are silent there from the commit on. */
function assigned(
  { status }: NonNullable<ConversationChange['set']>,
  conversation: LockedConversation,
  asked: FlowConversationChange,
): ConversationChange {
  const { assign } = asked
  if (assign === undefined || asked.status === 'close') return {}
  const to = assign === NOBODY ? null : assign
  if (conversation.isWithPerson && conversation.assignee === to && status === undefined) return {}
  const author = authorOf(asked)
  const item = to === null ? { kind: 'released', author } : { kind: 'assigned', author, detail: { to } }
  return { set: { isWithPerson: true, assignee: to }, items: [item] }
}

function noteOf(asked: FlowConversationChange): readonly NewItem[] {
  return asked.note === '' ? [] : [{ kind: 'note', author: authorOf(asked), detail: { text: asked.note } }]
}

/** Adds and removes topics, and says what it is about then, if anything is different. */
async function changeTopics(
  transaction: Transaction<Tables>,
  asked: FlowConversationChange,
  added: readonly string[],
): Promise<Required<Pick<ConversationChange, 'items' | 'topics'>>> {
  const { id: conversationId, removeTopics } = asked
  const gone = new Set(removeTopics.map((name) => name.toLowerCase()))
  const topicsNow = () =>
    transaction
      .selectFrom('conversationTopic as about')
      .innerJoin('topic', 'topic.id', 'about.topicId')
      .select(['topic.id', 'topic.name'])
      .where('about.conversationId', '=', conversationId)
      .orderBy('topic.name')
      .execute()
  const before = await topicsNow()
  const removed = before.filter(({ name }) => gone.has(name.toLowerCase())).map(({ id }) => id)
  const fresh = added.filter((id) => !before.some((topic) => topic.id === id))
  if (removed.length > 0) {
    await transaction
      .deleteFrom('conversationTopic')
      .where('conversationId', '=', conversationId)
      .where('topicId', 'in', removed)
      .execute()
  }
  if (fresh.length > 0) {
    const rows = fresh.map((topicId) => ({ conversationId, topicId }))
    await transaction
      .insertInto('conversationTopic')
      .values(rows)
      .onConflict((conflict) => conflict.doNothing())
      .execute()
  }
  const changed = { added: fresh, removed }
  if (removed.length === 0 && fresh.length === 0) return { items: [], topics: changed }
  const topics = (await topicsNow()).map(({ name }) => name)
  return { items: [{ kind: 'topics', author: authorOf(asked), detail: { topics, ...changed } }], topics: changed }
}

const noConversation: RunErrorBody = {
  code: 'CONVERSATION_NOT_FOUND',
  message: 'There is no such conversation.',
  help: 'Use $conversation.id in a flow that a message or an event of a conversation starts.',
}

const alreadyClosed: RunErrorBody = {
  code: 'CONVERSATION_CLOSED',
  message: 'The conversation is closed, so nobody can have it.',
  help: 'Choose Reopen as well.',
}

const anotherOpen: RunErrorBody = {
  code: 'CONVERSATION_OPEN',
  message: 'Another conversation with this contact is open.',
  help: 'Go on in that one.',
}

const nobodyWhoAnswers: RunErrorBody = {
  code: 'INVALID_VALUE',
  message: 'The person to assign to may not answer here any more.',
  help: 'Choose somebody else.',
}
