import type { MessageRecord } from '../store/messages/message-records.ts'

/**
 * The place of consent in the order of an incoming message: before the person, the runs that wait and the flow. Called
 * for every message from a contact, so it should answer from memory.
 */
export interface ConsentWords {
  /**
   * Undefined unless the message is a word such as STOP, START or HELP where the channel's custom asks for them. It
   * must not change anything yet, because the message may be a repeated one.
   */
  takesConsentWord(message: MessageRecord): ConsentAnswer | undefined | Promise<ConsentAnswer | undefined>
}

export interface ConsentAnswer {
  /**
   * Called once the message is stored, and not for a repeated one: records the consent and answers the contact. Nothing
   * else happens with the message. When the process dies before this, the service sends nothing again, so it must be
   * possible to find such messages: their status is `consent`.
   */
  answered(): Promise<void>
}

/** No word is taken. */
export const noConsentWords: ConsentWords = { takesConsentWord: () => undefined }
