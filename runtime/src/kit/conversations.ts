import type { Person, RunErrorBody } from '@patchbay/shared/api'
import type { JsonObject } from '@patchbay/shared/json'
import type { Conversation } from './channel.ts'

/** How an action or a template names a conversation. At a place it is the open one, else the latest. */
export type ConversationKey = { readonly by: 'id'; readonly id: string } | ({ readonly by: 'place' } & Conversation)

/** What a flow changes in a conversation; what is left out stays. */
export interface FlowConversationChange {
  readonly id: string
  /** `nobody`: people have it, and each of them may take it. Else a person, as `user:<id>`. */
  readonly assign?: string
  /** Names. A topic is made where there is none of that name. */
  readonly addTopics: readonly string[]
  readonly removeTopics: readonly string[]
  /** For the people; empty for none. */
  readonly note: string
  readonly status?: 'close' | 'reopen'
  readonly step: ConversationStep
}

/** Which step changes a conversation: its thread tells so. */
export interface ConversationStep {
  readonly runId: string
  readonly flowId: string
  /** The flow and the action, as people read it. */
  readonly by: string
  /** Of the visit: a change that is done again is done once. */
  readonly key: string
}

/**
 * Conversations as steps of runs use them. A value of one is `$conversation`: `id`, `channel`, `address`, `status`,
 * `topic` and `topics` (names), `assignee` (a name), `opened_at` (ISO 8601) and `with_person`; null where it is empty.
 */
export interface ConversationPort {
  /** Undefined when there is none. */
  find(key: ConversationKey): Promise<JsonObject | undefined>
  /** The id of the user who has it. Undefined where nobody has, or no conversation is there. */
  personWith(key: ConversationKey): Promise<string | undefined>
  /** Changes it and resolves to what it is then, or to why nothing was changed. */
  change(change: FlowConversationChange): Promise<{ readonly values: JsonObject } | { readonly error: RunErrorBody }>
  /** The people who may answer, by name; ids as `user:<id>`. */
  agents(): Promise<readonly Person[]>
  /** Names of all topics. */
  topics(): Promise<readonly string[]>
}

/** Of runs that test a draft on simulated phones: nothing is changed. */
export function conversationsOfTests({ find, ...others }: ConversationPort): ConversationPort {
  return { ...others, find, change: async ({ id }) => ({ values: (await find({ by: 'id', id })) ?? { id } }) }
}
