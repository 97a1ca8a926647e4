import type { LiveEvent } from '@patchbay/shared/api'
import type { Engine } from '../engine/engine-api.ts'
import type { ConversationPort } from '../kit/conversations.ts'
import type { HandOvers } from '../kit/hand-overs.ts'
import type { ChannelKinds } from '../messaging/channel-kinds.ts'
import { channelNames } from '../messaging/channel-names.ts'
import type { KeepingSender } from '../messaging/keeping-sender.ts'
import type { MediaLinks } from '../messaging/media/media-links.ts'
import type { MediaRepository } from '../messaging/media/media-repository.ts'
import type { Worker } from '../platform/queue/job.ts'
import type { Queue } from '../platform/queue/queue.ts'
import type { Database } from '../store/database.ts'
import { createAgentRepository } from './agent-repository.ts'
import { type AgentStatuses, createAgentStatuses } from './agent-statuses.ts'
import { createAnswerRepository } from './answer-repository.ts'
import { type Answers, createAnswers } from './answers.ts'
import { createConversationRepository } from './conversation-repository.ts'
import { type Conversations, createConversations } from './conversations.ts'
import { createDetailRepository } from './details/detail-repository.ts'
import { createEventDetails, type EventDetails } from './details/event-details.ts'
import { createEndConversation } from './end-conversation.ts'
import { createLateHandOvers } from './end-late-hand-overs.ts'
import { createFlowConversations } from './flow-conversations.ts'
import { createHandOvers } from './hand-overs.ts'
import { createSavedReplies, type SavedReplies } from './saved-replies.ts'
import { createAnswerSender } from './send-answers.ts'
import { createThreadRepository } from './thread-repository.ts'
import { createThreads, type Threads } from './threads.ts'
import { createTopics, type Topics } from './topics.ts'
import { createSnoozeWorker } from './wake-snoozed.ts'

/** Where people answer. */
export interface Inbox {
  readonly conversations: Conversations
  readonly threads: Threads
  readonly answers: Answers
  readonly topics: Topics
  readonly savedReplies: SavedReplies
  readonly agentStatuses: AgentStatuses
  readonly handOvers: HandOvers
  readonly details: EventDetails
  /** What steps of runs do with conversations. */
  readonly ofFlows: ConversationPort
  readonly workers: readonly Worker[]
  /** Makes up for what dead processes have left undone. Call it at the start and every few seconds. */
  sweep(): Promise<void>
}

export interface InboxOptions {
  readonly database: Database
  readonly kinds: ChannelKinds
  readonly sender: Pick<KeepingSender, 'send' | 'find' | 'repeatOf'>
  readonly queue: Pick<Queue, 'send' | 'wake'>
  readonly media: Pick<MediaRepository, 'find'>
  readonly links: Pick<MediaLinks, 'forPages'>
  readonly events: { publish(event: LiveEvent): void }
  readonly engine: Pick<Engine, 'goOn'>
  readonly processId: string
  /** Whether a process without a heartbeat may be taken for dead. */
  mayJudge(): boolean
  readonly now: () => Date
  onError(error: unknown, about?: object): void
}

export function createInbox(options: InboxOptions): Inbox {
  const { database, kinds, media, links, events, now } = options
  const onChange = (conversationId: string) =>
    events.publish({ type: 'conversation', conversationId, at: now().toISOString() })
  const conversations = createConversationRepository(database.kysely)
  const threads = createThreadRepository(database.kysely)
  const lateHandOvers = createLateHandOvers({ ...options, threads })
  const endConversation = createEndConversation({ ...options, threads, onUnawaited: lateHandOvers.lookSoon })
  const answers = createAnswerRepository(database, endConversation, options)
  const answerSender = createAnswerSender({ ...options, answers })
  const agents = createAgentRepository(database.kysely)
  return {
    agentStatuses: createAgentStatuses(database, now),
    conversations: createConversations({ database, conversations, agents, kinds, endConversation, onChange, now }),
    threads: createThreads({ database, threads, conversations, agents, links, onChange, now }),
    answers: createAnswers({
      database,
      answers,
      threads,
      files: media,
      links,
      onStored(conversationId) {
        onChange(conversationId)
        answerSender.begin(conversationId)
      },
      now,
    }),
    topics: createTopics({ database, onChange, now }),
    details: createEventDetails(createDetailRepository(database.kysely), {
      links,
      channelName: channelNames(kinds),
    }),
    savedReplies: createSavedReplies({ kysely: database.kysely, now }),
    handOvers: createHandOvers({ database, answers, onChange, onStored: answerSender.begin, now }),
    ofFlows: createFlowConversations({ database, agents, endConversation, onChange, now }),
    sweep: answerSender.sweep,
    workers: [answerSender.worker, createSnoozeWorker({ database, onChange, now }), lateHandOvers.worker],
  }
}
