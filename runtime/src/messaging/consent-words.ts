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
   * What the message is stored with. The commit that stores `opted-out` or `opted-in` changes the consent, so a process
   * that dies after it has lost only the answer. `consent`: the contact asked for help.
   */
  readonly status: 'opted-out' | 'opted-in' | 'consent'
  /** Called once the message is stored, and not for a repeated one: makes the change count here, answers the contact. */
  answered(): Promise<void>
}
