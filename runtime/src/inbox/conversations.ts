import {
  type Agent,
  type Assign,
  type ConversationCounts,
  type ConversationFilterQuery,
  type ConversationResource,
  isUuid,
  type Page,
  type Snooze,
} from '@patchbay/shared/api'
import { AppError } from '@patchbay/shared/errors'
import { DAY_MS, HOUR_MS } from '@patchbay/shared/time'
import { readTime } from '../kit/read-time.ts'
import type { ChannelKinds } from '../messaging/channel-kinds.ts'
import type { PageRequest } from '../services/page.ts'
import { asTaken } from '../store/as-taken.ts'
import type { Database } from '../store/database.ts'
import {
  type ConversationChange,
  changeConversation,
  type LockedConversation,
} from '../store/messages/change-conversation.ts'
import type { AgentRepository } from './agent-repository.ts'
import { closeAfterAnswers, isClosed, isUser, noSuchConversation } from './conversation-changes.ts'
import type { ConversationRecord, ConversationRepository } from './conversation-repository.ts'
import type { EndConversation } from './end-conversation.ts'
import { personOf } from './person-of.ts'

/** Who acts, as `working_copy.owner`. */
export type Owner = string

export interface FoundConversations {
  readonly items: readonly ConversationResource[]
  readonly isCut: boolean
  /** The beginning of the message or note that has the words, by conversation. */
  readonly words: Readonly<Record<string, string>>
}

export interface ShownAddress {
  readonly channel: string
  readonly address: string
  readonly shown: string
  readonly label: string
}

/** What people see of conversations, and do with them. Every method with an id throws CONVERSATION_NOT_FOUND. */
export interface Conversations {
  list(filter: ConversationFilterQuery, page: PageRequest, reader: Owner): Promise<Page<ConversationResource>>
  search(text: string, reader: Owner): Promise<FoundConversations>
  counts(reader: Owner): Promise<ConversationCounts>
  get(id: string, reader: Owner): Promise<ConversationResource>
  /** Flows are silent there from then on. A person who calls it answers there. */
  take(id: string, by: Owner): Promise<ConversationResource>
  /** @throws AppError INVALID_INPUT when that person may not answer */
  assign(id: string, to: Assign, by: Owner): Promise<ConversationResource>
  /** Messages are for the flow again. */
  handBack(id: string, by: Owner): Promise<ConversationResource>
  /** @throws AppError CONVERSATION_CLOSED, INVALID_INPUT */
  snooze(id: string, until: Snooze, by: Owner): Promise<ConversationResource>
  /** After the answers that are still to be sent. */
  close(id: string, by: Owner): Promise<ConversationResource>
  /** @throws AppError CONVERSATION_OPEN when another conversation with the contact is open already */
  reopen(id: string, by: Owner): Promise<ConversationResource>
  read(id: string, reader: Owner): Promise<void>
  agents(): Promise<readonly Agent[]>
  /** Ours, by label. */
  addresses(): Promise<readonly ShownAddress[]>
}

export interface ConversationsOptions {
  readonly database: Database
  readonly conversations: ConversationRepository
  readonly agents: AgentRepository
  readonly kinds: ChannelKinds
  readonly endConversation: EndConversation
  /** Called after a change of a conversation. */
  readonly onChange: (id: string) => void
  readonly now: () => Date
}

const MOST_FOUND = 50
const LONGEST_SNOOZE_MS = 366 * DAY_MS

export function createConversations(options: ConversationsOptions): Conversations {
  const { database, conversations, agents, kinds, now } = options

  function toResource(record: ConversationRecord): ConversationResource {
    const { channel, address, assignee, assigneeName, contact, topics, unread } = record
    const kind = kinds.get(channel)
    const show = (value: string) => kind?.show(value) ?? value
    const windowMs = (kind?.abilities.replyWindowHours ?? 0) * HOUR_MS
    const windowEndsAt = windowMs > 0 && record.lastInAt !== null ? record.lastInAt.getTime() + windowMs : null
    const isWindowOpen = windowMs === 0 || (windowEndsAt !== null && windowEndsAt > now().getTime())
    return {
      id: record.id,
      channel,
      accountId: record.accountId,
      address,
      addressShown: show(address),
      contact: { id: record.contactId, name: record.contactName, value: contact, shown: show(contact) },
      status: record.status,
      isWithPerson: record.isWithPerson,
      assignee: assignee === null ? null : personOf(assignee, assigneeName ?? undefined),
      waitsSince: timeText(record.waitsSince),
      unread,
      isMentioned: record.isMentioned,
      preview: { text: record.preview, fileType: record.previewType, by: record.previewBy },
      topics,
      snoozedUntil: timeText(record.snoozedUntil),
      windowEndsAt: isWindowOpen && windowEndsAt !== null ? new Date(windowEndsAt).toISOString() : null,
      isWindowOpen,
      openedAt: record.openedAt.toISOString(),
      closedAt: timeText(record.closedAt),
      lastMessageAt: record.lastMessageAt.toISOString(),
    }
  }

  async function get(id: string, reader: Owner): Promise<ConversationResource> {
    const found = isUuid(id) ? await conversations.find(id, reader) : undefined
    if (found === undefined) throw noSuchConversation()
    return toResource(found)
  }

  /** Decides on a change while the conversation is locked, and answers how it is then. */
  async function change(
    id: string,
    by: Owner,
    decide: (conversation: LockedConversation) => ConversationChange | Promise<ConversationChange>,
  ): Promise<ConversationResource> {
    if (!isUuid(id)) throw noSuchConversation()
    const isFound = await changeConversation(database, id, now(), async (conversation) => ({
      change: await decide(conversation),
      result: true,
    }))
    if (isFound === undefined) throw noSuchConversation()
    options.onChange(id)
    return get(id, by)
  }

  async function end(id: string, by: Owner, decide: Parameters<EndConversation>[2]): Promise<ConversationResource> {
    if (!isUuid(id) || !(await options.endConversation(id, by, decide))) throw noSuchConversation()
    options.onChange(id)
    return get(id, by)
  }

  return {
    async list(filter, page, reader) {
      const { view = 'open', channel, address, topic, contact, mentioned } = filter
      for (const [name, value] of Object.entries({ topic, contact })) {
        if (value !== undefined && !isUuid(value)) throw invalid(name, 'This is no id.')
      }
      const found = await conversations.list({ view, channel, address, topic, contact, mentioned }, { ...page, reader })
      return { items: found.items.map(toResource), next: found.next }
    },
    async search(text, reader) {
      const found = await conversations.search(text.trim(), { reader, limit: MOST_FOUND + 1 })
      const items = found.slice(0, MOST_FOUND)
      const words = Object.fromEntries(items.flatMap(({ id, words }) => (words === null ? [] : [[id, words] as const])))
      return { items: items.map(toResource), isCut: found.length > MOST_FOUND, words }
    },
    counts: (reader) => conversations.counts(reader),
    get,
    take: (id, by) =>
      change(id, by, ({ status, assignee, isWithPerson }) => {
        if (status === 'closed') throw isClosed()
        const mine = isUser(by) ? by : assignee
        if (isWithPerson && assignee === mine) return {}
        return { set: { isWithPerson: true, assignee: mine }, items: [{ kind: 'taken', author: by }] }
      }),
    async assign(id, { to }, by) {
      if (to !== null && !(await agents.mayAnswer([to]))) throw invalid('to', 'This is nobody who may answer here.')
      return change(id, by, ({ status, assignee }) => {
        if (status === 'closed') throw isClosed()
        if (assignee === to) return {}
        const items = [{ kind: to === null ? 'released' : 'assigned', author: by, detail: to === null ? {} : { to } }]
        return { set: { isWithPerson: true, assignee: to }, items }
      })
    },
    handBack: (id, by) =>
      end(id, by, async ({ isWithPerson, inCount }) => {
        if (!isWithPerson) return {}
        const set = { isWithPerson: false, assignee: null, waitsSince: null, readCount: inCount }
        return { set, items: [{ kind: 'handed-back', author: by }] }
      }),
    snooze: (id, { until }, by) =>
      change(id, by, ({ status }) => {
        if (status === 'closed') throw isClosed()
        const at = until === null ? null : readTime('until', until)
        const aheadMs = at === null ? 1 : at.getTime() - now().getTime()
        if (!(aheadMs > 0 && aheadMs <= LONGEST_SNOOZE_MS)) throw invalid('until', 'It must be within the year ahead.')
        const set = { status: 'waiting', snoozedUntil: at, waitsSince: null, isWithPerson: true } as const
        const detail = at === null ? {} : { until: at.toISOString() }
        return { set, items: [{ kind: 'snoozed', author: by, detail }] }
      }),
    close: (id, by) =>
      end(id, by, (conversation, transaction) => closeAfterAnswers(transaction, conversation, by, now())),
    async reopen(id, by) {
      const reopening = change(id, by, ({ status, isWithPerson }) => {
        if (status === 'open') return {}
        const wasClosed = status === 'closed'
        const set = { status: 'open', closedAt: null, snoozedUntil: null } as const
        return {
          set: {
            ...set,
            isWithPerson: wasClosed || isWithPerson,
            ...(wasClosed && isUser(by) ? { assignee: by } : {}),
          },
          items: [{ kind: wasClosed ? 'reopened' : 'woken', author: by }],
        }
      })
      return asTaken(reopening, hasOpenOne)
    },
    async read(id, reader) {
      if (!isUuid(id) || !(await conversations.markRead(id, reader))) throw noSuchConversation()
    },
    agents: () => agents.list(),
    async addresses() {
      const rows = await database.kysely
        .selectFrom('address')
        .select(['channel', 'value as address', 'label'])
        .orderBy('label')
        .orderBy('value')
        .execute()
      return rows.map((row) => ({ ...row, shown: kinds.get(row.channel)?.show(row.address) ?? row.address }))
    },
  }
}

function hasOpenOne(cause: unknown): AppError {
  const message = 'Another conversation with this contact is open. Answer there.'
  return new AppError('CONVERSATION_OPEN', message, { cause })
}

function invalid(path: string, message: string): AppError {
  return new AppError('INVALID_INPUT', `${path}: ${message}`, { errors: [{ path, message }] })
}

function timeText(time: Date | null): string | null {
  return time === null ? null : time.toISOString()
}
