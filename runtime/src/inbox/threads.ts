import {
  type ConversationAct,
  conversationActs,
  isUuid,
  type Page,
  type Person,
  type ThreadItem,
} from '@patchbay/shared/api'
import type { JsonObject } from '@patchbay/shared/json'
import type { MediaLinks } from '../messaging/media/media-links.ts'
import { messageFiles } from '../messaging/media/message-files.ts'
import type { PageRequest } from '../services/page.ts'
import type { Database } from '../store/database.ts'
import { changeConversation } from '../store/messages/change-conversation.ts'
import { timeOfId, uuidv7 } from '../store/uuid.ts'
import { toAnswer } from './answers.ts'
import { noSuchConversation } from './conversation-changes.ts'
import type { ConversationRepository } from './conversation-repository.ts'
import { personOf } from './person-of.ts'
import type { ThreadRecord, ThreadRepository } from './thread-repository.ts'

/** What happened in a conversation, and the notes of people. Both throw CONVERSATION_NOT_FOUND. */
export interface Threads {
  /** Newest first. */
  items(conversationId: string, page: PageRequest, reader: string): Promise<Page<ThreadItem>>
  note(conversationId: string, text: string, by: string): Promise<NoteItem>
}

export interface ThreadsOptions {
  readonly database: Database
  readonly threads: ThreadRepository
  readonly conversations: Pick<ConversationRepository, 'find'>
  readonly links: Pick<MediaLinks, 'forPages'>
  /** Called after a note was written. */
  readonly onChange: (conversationId: string) => void
  readonly now: () => Date
}

export function createThreads(options: ThreadsOptions): Threads {
  const { database, threads, links, now } = options

  function show(record: ThreadRecord, names: ReadonlyMap<string, string>): ThreadItem {
    const person = (owner: string) => personOf(owner, names.get(owner))
    if (record.kind === 'answer') return toAnswer(record.answer, { name: names.get(record.answer.author), links })
    const at = timeOfId(record.id).toISOString()
    if (record.kind === 'message') {
      const { direction, author, content, status, error, editedAt, runId, nodeId } = record.message
      return {
        kind: 'message',
        id: record.id,
        at: record.message.at.toISOString(),
        by: direction === 'in' ? 'contact' : author === null ? 'flow' : 'person',
        author: author === null ? null : person(author),
        content,
        files: messageFiles(content, links),
        status,
        error,
        editedAt: editedAt?.toISOString() ?? null,
        runId,
        flowName: record.flowName,
        nodeId,
      }
    }
    const { kind, author: owner, detail } = record.item
    const author = owner === '' ? null : person(owner)
    if (kind === 'note') return noteOf({ id: record.id, detail }, author)
    const to = textOf(detail.to)
    const topics = Array.isArray(detail.topics) ? detail.topics.flatMap((topic) => textOf(topic) ?? []) : []
    return {
      kind: 'act',
      id: record.id,
      at,
      act: actOf(kind),
      author,
      to: to === undefined ? null : person(to),
      until: textOf(detail.until) ?? null,
      topics,
    }
  }

  return {
    async items(conversationId, page, reader) {
      if (!isUuid(conversationId)) throw noSuchConversation()
      const { items, next } = await threads.items(conversationId, page)
      if (items.length === 0 && (await options.conversations.find(conversationId, reader)) === undefined) {
        throw noSuchConversation()
      }
      const names = await threads.namesOf([...new Set(items.flatMap(peopleOf))])
      return { items: items.map((record) => show(record, names)), next }
    },
    async note(conversationId, text, by) {
      if (!isUuid(conversationId)) throw noSuchConversation()
      const at = now()
      const item = { id: uuidv7(at), kind: 'note', author: by, detail: { text } } as const
      const stored = await changeConversation(database, conversationId, at, async () => ({
        change: { items: [item] },
        result: true,
      }))
      if (stored === undefined) throw noSuchConversation()
      options.onChange(conversationId)
      const names = await threads.namesOf([by])
      return noteOf(item, personOf(by, names.get(by)))
    },
  }
}

type NoteItem = Extract<ThreadItem, { kind: 'note' }>

function noteOf({ id, detail }: { readonly id: string; readonly detail: JsonObject }, author: Person | null): NoteItem {
  return { kind: 'note', id, at: timeOfId(id).toISOString(), author, text: textOf(detail.text) ?? '' }
}

function peopleOf(record: ThreadRecord): readonly string[] {
  if (record.kind === 'answer') return [record.answer.author]
  if (record.kind === 'message') return record.message.author === null ? [] : [record.message.author]
  const { author, detail } = record.item
  return [author, textOf(detail.to) ?? ''].filter((owner) => owner !== '')
}

function actOf(kind: string): ConversationAct {
  return conversationActs.find((act) => act === kind) ?? 'taken'
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}
