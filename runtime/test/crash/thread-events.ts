import { type EventType, eventTypeNames, factsOfEvent, type ThreadItem } from '@patchbay/shared/api'
import type { CrashReceived, CrashTold } from './checks.ts'

/** Every type about messages and conversations. */
export const threadEventTypes: readonly EventType[] = eventTypeNames.filter((type) =>
  ['CONVERSATION', 'CONTACT'].includes(factsOfEvent(type).entity),
)

/** A conversation as the inbox shows it in the end. */
export interface EndedThread {
  readonly conversationId: string
  readonly isClosed: boolean
  readonly items: readonly ThreadItem[]
}

/** What a receiver must have heard of: every message of each conversation, and what was done there. */
export function toldByThreads(threads: readonly EndedThread[]): readonly CrashTold[] {
  return threads.flatMap(({ conversationId, isClosed, items }) => {
    const ofConversation = ['CONVERSATION/CREATED', ...(isClosed ? endTypes : [])]
    return [
      ...ofConversation.map((type) => ({ type, id: conversationId })),
      ...items.flatMap((item) => toldByItem(item, conversationId)),
    ]
  })
}

const endTypes = ['CONVERSATION/CLOSED', 'CONVERSATION_STATUS/UPDATED']

function toldByItem(item: ThreadItem, conversationId: string): readonly CrashTold[] {
  if (item.kind === 'note') return [{ type: 'CONVERSATION/NOTE_CREATED', id: item.id }]
  if (item.kind === 'act' && item.act === 'handed-over') {
    return [{ type: 'CONVERSATION_ASSIGNEE/UPDATED', id: conversationId }]
  }
  if (item.kind !== 'message') return []
  // What a contact writes is one event under two names, each with a delivery of its own.
  const types = item.by === 'contact' ? ['CONTACT/MESSAGE_RECEIVED', 'MESSAGE/RECEIVED'] : ['CONTACT/MESSAGE_SENT']
  return types.map((type) => ({ type, id: item.id }))
}

/** Events that the log of Patchbay has and the receiver has not, by their ids. */
export function unheard(logged: readonly CrashReceived[], received: readonly CrashReceived[]): readonly string[] {
  const heard = new Set(received.map(({ id }) => id))
  return logged.filter(({ id }) => !heard.has(id)).map(({ id, type }) => `${type} ${id} is stored and did not arrive.`)
}
