import { isDeepStrictEqual } from 'node:util'
import { type Answer, isUuid, type MessageContent, type SendAnswer } from '@patchbay/shared/api'
import { AppError } from '@patchbay/shared/errors'
import { saysNothing } from '../kit/message-content.ts'
import { keptMedia } from '../messaging/media/kept-media.ts'
import type { MediaLinks } from '../messaging/media/media-links.ts'
import type { MediaRepository } from '../messaging/media/media-repository.ts'
import { messageFiles } from '../messaging/media/message-files.ts'
import type { Database } from '../store/database.ts'
import { changeConversation, type LockedConversation } from '../store/messages/change-conversation.ts'
import { timeOfId } from '../store/uuid.ts'
import type { AnswerRecord, AnswerRepository } from './answer-repository.ts'
import { isClosed, isUser, noSuchConversation } from './conversation-changes.ts'
import { personOf } from './person-of.ts'
import type { ThreadRepository } from './thread-repository.ts'

/** What people answer. */
export interface Answers {
  /**
   * Stores an answer, which is then sent. The same id answers what became of it.
   * @throws AppError CONVERSATION_NOT_FOUND, CONVERSATION_CLOSED, ANSWERED_MEANWHILE, ANSWER_CHANGED, INVALID_INPUT
   */
  send(conversationId: string, answer: SendAnswer, by: string): Promise<Answer>
}

export interface AnswersOptions {
  readonly database: Database
  readonly answers: AnswerRepository
  readonly threads: Pick<ThreadRepository, 'namesOf' | 'answeredSince'>
  readonly files: Pick<MediaRepository, 'find'>
  readonly links: Pick<MediaLinks, 'forPages'>
  /** Called once the answer is stored. */
  readonly onStored: (conversationId: string) => void
  readonly now: () => Date
}

export function createAnswers(options: AnswersOptions): Answers {
  const { database, answers, threads, files, now } = options

  async function show(answer: AnswerRecord): Promise<Answer> {
    const names = await threads.namesOf([answer.author])
    return toAnswer(answer, { name: names.get(answer.author), links: options.links })
  }

  /** @throws AppError INVALID_INPUT for a file that is not kept here, or nothing at all */
  async function check({ text = '', media = [], ...content }: MessageContent): Promise<MessageContent> {
    const kept = await Promise.all(
      media.map((file, index) =>
        file.id === undefined ? file : keptMedia(files, file.id, `content/media/${index}/id`),
      ),
    )
    const checked = { ...content, ...(text === '' ? {} : { text }), ...(kept.length === 0 ? {} : { media: kept }) }
    if (saysNothing(checked)) throw invalid('content', 'Write something, or add a file.')
    return checked
  }

  return {
    async send(conversationId, { id, content: given, seen, closes = false }, by) {
      if (!isUuid(conversationId)) throw noSuchConversation()
      if (!isUuid(id)) throw invalid('id', 'This is no UUID.')
      const content = await check(given)
      const at = now()
      const stored = await changeConversation(database, conversationId, at, async (conversation, transaction) => {
        const earlier = await answers.find(id, transaction)
        if (earlier !== undefined) {
          if (!isDeepStrictEqual(saidBy(earlier.content), saidBy(content))) throw answerChanged()
          return { change: {}, result: earlier }
        }
        if (conversation.status === 'closed') throw isClosed()
        if (seen !== undefined && (await threads.answeredSince(conversationId, { seen, by }, transaction))) {
          throw answeredMeanwhile()
        }
        const result = await answers.add(transaction, { id, conversationId, author: by, content, closes }, at)
        return { change: taking(conversation, by), result }
      })
      if (stored === undefined || stored.conversationId !== conversationId) throw noSuchConversation()
      options.onStored(conversationId)
      return show(stored)
    },
  }
}

/** Whoever answers a conversation that nobody has takes it. */
function taking({ assignee, isWithPerson, inCount }: LockedConversation, by: string) {
  const isTaken = assignee === null && isUser(by)
  const answered = { status: 'open', snoozedUntil: null, waitsSince: null, readCount: inCount } as const
  const set = { ...answered, isWithPerson: true, ...(isTaken ? { assignee: by } : {}) }
  return { set, items: isTaken || !isWithPerson ? [{ kind: 'taken', author: by }] : [] }
}

/** An answer as the thread shows it. */
export function toAnswer(
  answer: AnswerRecord,
  { name, links }: { readonly name: string | undefined; readonly links: Pick<MediaLinks, 'forPages'> },
): Answer {
  const { id, place, author, content, state, dueAt, error } = answer
  return {
    kind: 'answer',
    id,
    at: timeOfId(place).toISOString(),
    author: personOf(author, name),
    content,
    files: messageFiles(content, links),
    state,
    dueAt: state === 'queued' && dueAt !== null ? dueAt.toISOString() : null,
    error,
  }
}

/** What a message says, without what was found out about its files. */
function saidBy({ media = [], ...content }: MessageContent) {
  return { ...content, media: media.map(({ id, url }) => ({ id, url })) }
}

function answerChanged(): AppError {
  return new AppError(
    'ANSWER_CHANGED',
    'The answer with this id was stored with other words. Send what is new as an answer of its own.',
  )
}

function answeredMeanwhile(): AppError {
  return new AppError(
    'ANSWERED_MEANWHILE',
    'A colleague has answered since. Read the answer, then send yours if it is still needed.',
  )
}

function invalid(path: string, message: string): AppError {
  return new AppError('INVALID_INPUT', `${path}: ${message}`, { errors: [{ path, message }] })
}
