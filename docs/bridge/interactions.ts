import type { Contact, Ticket } from './records.ts'

/** Whose interactions are wanted. The id is there only for contacts that were synchronized before. */
export interface WantedContact {
  readonly id: string | undefined
  readonly emails: readonly string[]
  readonly phones: readonly string[]
}

/** The tickets of a contact, newest first. */
export function interactionsOf(wanted: WantedContact, contacts: readonly Contact[], tickets: readonly Ticket[]) {
  const contact = findContact(wanted, contacts)
  return tickets
    .filter(({ contactId }) => contactId === contact?.id)
    .sort((left, right) => (left.createdAt < right.createdAt ? 1 : -1))
    .map(({ id, subject, comment, createdAt, priority, status }) => ({
      id,
      subject,
      ...(comment === undefined ? {} : { description: comment }),
      date: createdAt,
      type: 'ticket',
      priority,
      status,
    }))
}

/** By id, else by the first e-mail address or phone that is known. */
export function findContact({ id, emails, phones }: WantedContact, contacts: readonly Contact[]): Contact | undefined {
  if (id !== undefined) return contacts.find((contact) => contact.id === id)
  const lower = emails.map((email) => email.toLowerCase())
  return contacts.find(
    (contact) =>
      contact.emails?.some((email) => lower.includes(email.toLowerCase())) === true ||
      contact.phones?.some((phone) => phones.includes(phone)) === true,
  )
}
