import { contactPointId } from '../store/messages/contact-point-id.ts'
import type { MessageRecord } from '../store/messages/message-records.ts'

/** Names the contact of a contact point, unless it has a name. */
export type NameContact = (contactPointId: string, name: string) => Promise<void>

export interface ContactNames {
  /** Keeps the name that a contact has at its service. */
  keep(message: MessageRecord, name: string): Promise<void>
}

/** More contacts than this are not remembered. */
const MOST = 10_000
const LONGEST_NAME = 200

/** Asks the database once for each contact, because services send the name with every message. */
export function createContactNames(nameContact: NameContact): ContactNames {
  const named = new Set<string>()
  return {
    async keep({ channel, contactAccount, contact }, given) {
      const name = given.trim().slice(0, LONGEST_NAME).toWellFormed()
      const id = contactPointId({ channel, accountId: contactAccount, value: contact })
      if (name === '' || named.has(id)) return
      await nameContact(id, name)
      if (named.size >= MOST) named.clear()
      named.add(id)
    },
  }
}
