import type { JsonObject } from '@patchbay/shared/json'

/** A button of a message. `value` is what the bot gets when the contact chooses it. */
export interface BotButton {
  readonly title: string
  readonly value: string
}

/** A message of a bot with the members of Send Message, so that it goes to a contact on any channel. */
export interface BotMessage {
  readonly text: string
  /** Pictures and other files by their addresses. */
  readonly media?: readonly { readonly url: string }[]
  readonly buttons?: readonly BotButton[]
  /** Data for a program, which no contact sees. */
  readonly payload?: string
}

/**
 * What a bot answers in one turn, whichever service it is built with. Everything in it is data: nobody reads a variable in
 * it, opens its addresses or draws its tags.
 */
export interface BotAnswer {
  /** In the order in which the contact gets them. */
  readonly messages: readonly BotMessage[]
  /** What the contact wants; empty when the bot has recognised nothing. */
  readonly intent: string
  /** From 0 to 1; null when the bot says none. */
  readonly confidence: number | null
  /** What was found out, by name: a text, a list, an object of its parts, or null. */
  readonly slots: JsonObject
  /** The bot is done with what it was asked for, well or not. */
  readonly ended: boolean
  /** The bot wants a person to go on. */
  readonly wantsPerson: boolean
}
