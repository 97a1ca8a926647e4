import type { JsonObject } from '@patchbay/shared/json'
import type { TSchema } from 'typebox'
import type { WebClient } from '../platform/egress/web-client.ts'
import type { OpenAccount, TypedAccount } from './account.ts'
import type { BotAnswer } from './bot-answer.ts'
import type { Failure } from './failure-advice.ts'
import type { Option } from './options.ts'
import type { WantedField } from './wanted-fields.ts'

/** The type that an account input names when an account of any service with a bot will do. */
export const ANY_BOT = 'any-bot'

/** The source of the bots, or models, of the account in the input `account`. */
export const BOTS = 'bots'

/** What somebody has said in a conversation with a bot. */
export interface BotLine {
  readonly by: 'contact' | 'bot'
  readonly text: string
}

/** A text of a contact, and all that a bot may need to answer it. Personal data may be hidden in all texts. */
export interface BotTurn {
  /** Which bot, or model, of the account: as an author has written it. */
  readonly bot: string
  readonly text: string
  /** What was said before, oldest first. */
  readonly before: readonly BotLine[]
  /** For bots that are told what to do; empty for none. */
  readonly instructions: string
  /** When the conversation should go to a person, in words for the bot; empty for none. */
  readonly handOverWhen: string
  /** What the bot should find out. None: whatever it has. */
  readonly fields: readonly WantedField[]
  /** What the last answer of the bot has left as `state`; empty before the first. */
  readonly state: JsonObject
  /** 40 hexadecimal digits, the same for all turns of this conversation, and for no other. */
  readonly conversation: string
  /** 40 hexadecimal digits, the same for all conversations of this contact with the bots of the account. */
  readonly user: string
  /** The same for every attempt of this turn, also after a crash. */
  readonly key: string
  /** Some words of the texts stand for hidden data, such as `<EMAIL_1>`. */
  readonly hasHidden: boolean
}

/** What a bot answers in a conversation. */
export interface BotReply extends Pick<BotAnswer, 'messages' | 'slots' | 'ended' | 'wantsPerson'> {
  readonly ok: true
  /** What the bot needs to go on. Stored with the run, so it must hold no secret. */
  readonly state: JsonObject
  /** What the turn has used, where the service counts it. */
  readonly tokens?: { readonly input: number; readonly output: number }
}

/** Why there is no answer, and whether the text may be said again. */
export interface BotFailure extends Failure {
  readonly ok: false
}

/** What a bot's service says of a turn whose process died before its answer was stored. */
export type FoundTurn =
  | { readonly kind: 'done'; readonly reply: BotReply }
  /** It has not got the text. That counts only `settledAfterMs` after the process died. */
  | { readonly kind: 'not-done'; readonly settledAfterMs: number }
  | { readonly kind: 'unknown'; readonly isFinal: boolean }

export interface BotCall {
  readonly web: WebClient
  readonly timeoutMs: number
  readonly signal: AbortSignal
  now(): Date
}

/** Bots, or models, of an outside service, as Bot Conversation talks with them: one part of an integration. */
export interface Bot<Properties = unknown> {
  /**
   * It remembers what the contact has told it, and reads `text` alone. What they wrote before its first turn is in that
   * text, too. Absent: it reads `before` in every turn.
   */
  readonly remembers?: true
  /**
   * Says the text to the bot.
   * @throws AppError as `WebClient.request`
   */
  say(turn: BotTurn, account: OpenAccount<Properties>, call: BotCall): Promise<BotReply | BotFailure>
  /**
   * After a crash: whether the bot has got this turn. Absent: saying it again changes nothing.
   * @throws AppError as `WebClient.request`
   */
  find?(turn: BotTurn, account: OpenAccount<Properties>, call: BotCall): Promise<FoundTurn>
  /**
   * The bots of an account, for the form. Absent: people know what they are called.
   * @throws AppError with a sentence for the builder
   */
  list?(account: OpenAccount<Properties>, call: BotCall): Promise<readonly Option[]>
}

/** A bot, and the type of account that it belongs to. */
export interface KnownBot {
  readonly account: TypedAccount<TSchema>
  readonly bot: Bot
}

/** The port through which actions find the bot of an account. */
export interface BotPort {
  /** Undefined when there is no such account, or its service has no bot. */
  of(accountId: string): Promise<KnownBot | undefined>
}
