import { type ConversationItem, INBOX_ID } from '@patchbay/shared/api'
import type { JsonObject } from '@patchbay/shared/json'
import type { MediaLinks } from '../../messaging/media/media-links.ts'
import { messageFiles } from '../../messaging/media/message-files.ts'
import type { StoredMessage } from '../../store/messages/message-records.ts'
import { userIdOf } from './item-initiator.ts'

type Content = ConversationItem['content']

export interface ContentOptions {
  readonly links: Pick<MediaLinks, 'forPages'>
  /** As events name the channel. */
  channelName(channel: string): string
}

/** What a message says, in the shape of its channel. */
export function messageContent(message: StoredMessage, { links, channelName }: ContentOptions): Content {
  const { channel, direction, address, contact, content } = message
  const [from, to] = direction === 'in' ? [contact, address] : [address, contact]
  const files = messageFiles(content, links)
  return {
    type: channelName(channel),
    from,
    to,
    content: content.text ?? '',
    // `no-flow` says only that no flow got it.
    status: direction === 'in' ? 'RECEIVED' : message.status.toUpperCase(),
    ...(files.length === 0 ? {} : { files }),
  }
}

/** What somebody did, from a row of `conversation_item`. */
export function actContent(kind: string, detail: JsonObject, author: string): Content {
  switch (kind) {
    case 'note':
      return { type: 'CONVERSATION_NOTE', body: typeof detail.text === 'string' ? detail.text : '' }
    case 'closed':
      return statusChange('CLOSED')
    case 'snoozed':
      return statusChange('WAITING')
    case 'woken':
    case 'reopened':
      return statusChange('OPEN')
    case 'topics':
      return { type: 'TOPIC_CHANGE', addedTopicIds: texts(detail.added), removedTopicIds: texts(detail.removed) }
    case 'assigned':
      return assigneeChange(typeof detail.to === 'string' ? userIdOf(detail.to) : undefined)
    case 'taken':
      return assigneeChange(userIdOf(author))
    case 'handed-back':
      return { type: 'CONVERSATION_ASSIGNEE_CHANGE', assignee: {} }
    default:
      return assigneeChange(undefined)
  }
}

function statusChange(status: 'OPEN' | 'WAITING' | 'CLOSED'): Content {
  return { type: 'CONVERSATION_STATUS_CHANGE', status }
}

function assigneeChange(agentId: string | undefined): Content {
  const assignee = { inboxId: INBOX_ID, ...(agentId === undefined ? {} : { agentId }) }
  return { type: 'CONVERSATION_ASSIGNEE_CHANGE', assignee }
}

function texts(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((entry) => typeof entry === 'string') : []
}
