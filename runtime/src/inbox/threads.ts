import {
  type ConversationAct,
  conversationActs,
  isUuid,
  type NewNote,
  type Page,
  type Person,
  type ThreadItem,
} from '@patchbay/shared/api'
import { AppError } from '@patchbay/shared/errors'
import type { JsonObject } from '@patchbay/shared/json'
import type { Transaction } from 'kysely'
import type { MediaLinks } from '../messaging/media/media-links.ts'
import { messageFiles } from '../messaging/media/message-files.ts'
import type { PageRequest } from '../services/page.ts'
import type { Database } from '../store/database.ts'
import { changeConversation } from '../store/messages/change-conversation.ts'
import type { Tables } from '../store/schema/tables.ts'
import { timeOfId, uuidv7 } from '../store/uuid.ts'
import type { AgentRepository } from './agent-repository.ts'
import { toAnswer } from './answers.ts'
import { noSuchConversation } from './conversation-changes.ts'
import type { ConversationRepository } from './conversation-repository.ts'
import { personOf } from './person-of.ts'
import type { ThreadRecord, ThreadRepository } from './thread-repository.ts'

/** What happened in a conversation, and the notes of people. Both throw CONVERSATION_NOT_FOUND. */
export interface Threads {
  /** Newest first. */
  items(conversationId: string, page: PageRequest, reader: string): Promise<Page<ThreadItem>>
  /** @throws AppError INVALID_INPUT when somebody it mentions may not answer here */
  note(conversationId: string, note: NewNote, by: string): Promise<NoteItem>
}

export interface ThreadsOptions {
  readonly database: Database
  readonly threads: ThreadRepository
  readonly conversations: Pick<ConversationRepository, 'find'>
  readonly agents: AgentRepository
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
    if (kind === 'note') return noteOf({ id: record.id, detail }, author, person)
    const to = textOf(detail.to)
    const topics = textsOf(detail.topics)
    return {
      kind: 'act',
      id: record.id,
      at,
      act: actOf(kind),
      author,
      to: to === undefined ? null : person(to),
      until: textOf(detail.until) ?? null,
      topics,
      ...stepOf(detail.key),
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
    async note(conversationId, { text, mentions: given = [] }, by) {
      if (!isUuid(conversationId)) throw noSuchConversation()
      const mentions = [...new Set(given)]
      if (!(await options.agents.mayAnswer(mentions))) throw nobody()
      const at = now()
      const item = { id: uuidv7(at), kind: 'note', author: by, detail: { text, mentions } } as const
      const stored = await changeConversation(database, conversationId, at, async (_, transaction) => {
        const others = mentions.filter((owner) => owner !== by)
        if (others.length > 0) await addMentions(transaction, { conversationId, itemId: item.id, owners: others })
        return { change: { items: [item] }, result: true }
      })
      if (stored === undefined) throw noSuchConversation()
      options.onChange(conversationId)
      const names = await threads.namesOf([by, ...mentions])
      return noteOf(item, personOf(by, names.get(by)), (owner) => personOf(owner, names.get(owner)))
    },
  }
}

type NoteItem = Extract<ThreadItem, { kind: 'note' }>

function noteOf(
  { id, detail }: { readonly id: string; readonly detail: JsonObject },
  author: Person | null,
  person: (owner: string) => Person,
): NoteItem {
  const mentions = textsOf(detail.mentions).map(person)
  return { kind: 'note', id, at: timeOfId(id).toISOString(), author, text: textOf(detail.text) ?? '', mentions }
}

async function addMentions(
  transaction: Transaction<Tables>,
  {
    owners,
    ...mention
  }: { readonly conversationId: string; readonly itemId: string; readonly owners: readonly string[] },
): Promise<void> {
  await transaction
    .insertInto('conversationMention')
    .values(owners.map((owner) => ({ ...mention, owner, isRead: false })))
    .onConflict((conflict) =>
      conflict.columns(['owner', 'conversationId']).doUpdateSet({ itemId: mention.itemId, isRead: false }),
    )
    .execute()
}

function nobody(): AppError {
  const message = 'This is nobody who may answer here.'
  return new AppError('INVALID_INPUT', `mentions: ${message}`, { errors: [{ path: 'mentions', message }] })
}

function peopleOf(record: ThreadRecord): readonly string[] {
  if (record.kind === 'answer') return [record.answer.author]
  if (record.kind === 'message') return record.message.author === null ? [] : [record.message.author]
  const { author, detail } = record.item
  return [author, textOf(detail.to) ?? '', ...textsOf(detail.mentions)].filter((owner) => owner !== '')
}

/** The step that handed over, by the key that it has stored: run, action and visit. */
function stepOf(key: unknown): { readonly runId: string | null; readonly nodeId: number | null } {
  const [runId = '', nodeId] = (textOf(key) ?? '').split('.')
  return isUuid(runId) ? { runId, nodeId: Number(nodeId) } : { runId: null, nodeId: null }
}

function actOf(kind: string): ConversationAct {
  return conversationActs.find((act) => act === kind) ?? 'taken'
}

function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.flatMap((text) => textOf(text) ?? []) : []
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined
}
