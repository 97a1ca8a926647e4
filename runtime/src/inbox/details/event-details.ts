import {
  type AgentDetail,
  type ConversationDetail,
  type ConversationItem,
  type ConversationNote,
  type CustomerProfile,
  INBOX_ID,
  isUuid,
} from '@patchbay/shared/api'
import { AppError } from '@patchbay/shared/errors'
import { timeOfId } from '../../store/uuid.ts'
import type { DetailedContact, DetailedItem, DetailRepository } from './detail-repository.ts'
import { actContent, type ContentOptions, messageContent } from './item-content.ts'
import { initiatorOf, userIdOf } from './item-initiator.ts'

/** What the ids in an event stand for. All methods throw NOT_FOUND. */
export interface EventDetails {
  conversation(id: string): Promise<ConversationDetail>
  /** The latest 1,000, oldest first. */
  items(conversationId: string): Promise<{ readonly items: readonly ConversationItem[]; readonly isCut: boolean }>
  note(conversationId: string, noteId: string): Promise<ConversationNote>
  item(id: string): Promise<ConversationItem>
  customer(id: string): Promise<CustomerProfile>
  /** The contact that this one was merged into; undefined for one that is there, or never was. */
  mergedInto(id: string): Promise<string | undefined>
  agent(id: string): Promise<AgentDetail>
}

const MOST_ITEMS = 1_000

export function createEventDetails(details: DetailRepository, options: ContentOptions): EventDetails {
  function show({ id, conversationId, contactId, message, act }: DetailedItem): ConversationItem {
    const at = message?.at ?? timeOfId(id)
    const place = { id, conversationId, customerId: contactId, timestamp: at.toISOString() }
    if (message !== undefined) {
      const author = message.author ?? (message.flowId === null ? '' : `flow:${message.flowId}`)
      const initiator = message.direction === 'in' ? { type: 'CUSTOMER' as const, id: contactId } : initiatorOf(author)
      return { ...place, ...(initiator === undefined ? {} : { initiator }), content: messageContent(message, options) }
    }
    const { kind = '', author = '', detail = {} } = act ?? {}
    const initiator = initiatorOf(author)
    return { ...place, ...(initiator === undefined ? {} : { initiator }), content: actContent(kind, detail, author) }
  }

  async function item(id: string): Promise<ConversationItem> {
    const found = isUuid(id) ? await details.item(id) : undefined
    if (found === undefined) throw missing('item')
    return show(found)
  }

  return {
    async conversation(id) {
      const found = isUuid(id) ? await details.conversation(id) : undefined
      if (found === undefined) throw missing('conversation')
      const agentId = found.assignee === null ? undefined : userIdOf(found.assignee)
      return {
        id,
        customerId: found.contactId,
        createdAt: found.openedAt.toISOString(),
        ...(found.closedAt === null ? {} : { closedAt: found.closedAt.toISOString() }),
        status: statuses[found.status],
        inboxId: INBOX_ID,
        ...(agentId === undefined ? {} : { agentId }),
        topicIds: found.topicIds,
      }
    },
    async items(conversationId) {
      if (!isUuid(conversationId)) throw missing('conversation')
      const found = await details.items(conversationId, MOST_ITEMS + 1)
      if (found.length === 0 && (await details.conversation(conversationId)) === undefined)
        throw missing('conversation')
      return { items: found.slice(-MOST_ITEMS).map(show), isCut: found.length > MOST_ITEMS }
    },
    async note(conversationId, noteId) {
      const { content, ...note } = await item(noteId)
      if (content.type !== 'CONVERSATION_NOTE' || note.conversationId !== conversationId || !('body' in content)) {
        throw missing('note')
      }
      return { ...note, content }
    },
    item,
    async customer(id) {
      const found = isUuid(id) ? await details.contact(id) : undefined
      if (found === undefined) throw missing('contact')
      const phones = [...new Set(found.points.map(({ value }) => value))].filter((value) => /^\+\d+$/.test(value))
      return {
        id,
        name: found.name,
        phones: phones.map((value) => ({ original: value, normalized: value })),
        emails: emailsOf(found).map((value) => ({ original: value, normalized: value.toLowerCase() })),
        contactPoints: found.points,
        ...(found.language === null ? {} : { language: found.language }),
        ...(found.timeZone === null ? {} : { timeZone: found.timeZone }),
        customAttributes: found.fields,
        createdAt: found.createdAt.toISOString(),
        updatedAt: found.modifiedAt.toISOString(),
      }
    },
    mergedInto: async (id) => (isUuid(id) ? details.mergedInto(id) : undefined),
    async agent(id) {
      const found = await details.agent(id)
      if (found === undefined) throw missing('person')
      return { id, name: found.name, emailAddress: found.email }
    },
  }
}

const statuses = { open: 'OPEN', waiting: 'WAITING', closed: 'CLOSED' } as const

/** Contact points that are addresses of e-mail, and the field of contacts for one. */
function emailsOf({ fields, points }: DetailedContact): readonly string[] {
  const values = [...points.map(({ value }) => value), ...(typeof fields.email === 'string' ? [fields.email] : [])]
  return [...new Set(values)].filter((value) => /^[^\s@]+@[^\s@]+$/.test(value))
}

function missing(what: string): AppError {
  return new AppError('NOT_FOUND', `There is no such ${what}, or not any more.`)
}
