import { type ConversationItem, isUuid } from '@patchbay/shared/api'

type Initiator = NonNullable<ConversationItem['initiator']>

/** Whoever did it, from `working_copy.owner` or `flow:<id or name>`; undefined when it happened by itself. */
export function initiatorOf(author: string): Initiator | undefined {
  const [kind, id = ''] = split(author)
  if (kind === 'user') return { type: 'AGENT', id }
  if (kind === 'token' || kind === 'operator') return { type: 'API', id }
  // Of a flow that did something with a conversation, only the name is kept.
  if (kind === 'flow') return isUuid(id) ? { type: 'AUTOMATION', id } : { type: 'AUTOMATION' }
  return undefined
}

/** The id of a user from `user:<id>`; undefined for others. */
export function userIdOf(owner: string): string | undefined {
  const [kind, id] = split(owner)
  return kind === 'user' ? id : undefined
}

function split(owner: string): readonly [kind: string, id?: string] {
  const end = owner.indexOf(':')
  return end < 0 ? [owner] : [owner.slice(0, end), owner.slice(end + 1)]
}
