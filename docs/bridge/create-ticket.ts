import { createHash, randomUUID } from 'node:crypto'
import type { Company } from './file-crm.ts'
import { findContact } from './interactions.ts'
import type { Members } from './read-call.ts'
import { textOf } from './read-call.ts'

const priorities = ['low', 'normal', 'high']

export type CreatedTicket = { readonly id: string } | { readonly problem: string }

/**
 * Creates a ticket for a contact.
 * @param key of the call. A call that comes a second time has the same key, gets the same id, and makes no second ticket
 */
export async function createTicket(
  company: Company,
  { meta, data, key }: { readonly meta: Members; readonly data: Members; readonly key: string | undefined },
): Promise<CreatedTicket> {
  const subject = textOf(data.subject)
  const priority = textOf(data.priority) ?? ''
  const email = textOf(data.requester)
  if (subject === undefined) return { problem: 'The subject is empty.' }
  if (!priorities.includes(priority)) return { problem: `The priority must be one of ${priorities.join(', ')}.` }
  const id = textOf(meta.contact_external_id)
  const wanted = { id, emails: email === undefined ? [] : [email], phones: [] }
  const contact = findContact(wanted, await company.contacts())
  if (contact === undefined) return { problem: 'There is no such contact.' }
  const comment = textOf(data.comment)
  const ticket = {
    id: `t-${idOf(key)}`,
    contactId: contact.id,
    createdAt: new Date().toISOString(),
    subject,
    ...(comment === undefined ? {} : { comment }),
    priority,
    status: 'new',
  } as const
  await company.addTicket(ticket)
  return { id: ticket.id }
}

function idOf(key: string | undefined): string {
  if (key === undefined) return randomUUID()
  return createHash('sha256').update(key).digest('hex').slice(0, 24)
}
