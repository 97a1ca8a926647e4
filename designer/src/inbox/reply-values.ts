import type { ContactResource, ConversationResource } from '@patchbay/shared/api'
import { call } from '../api/client.ts'
import type { ReplyValues } from './fill-reply.ts'
import { nameOf } from './name-of.ts'

/** What saved replies may speak of, as the form of a saved reply offers it; every field of the contact besides. */
export const replyVariables = [
  'contact.name',
  'contact.first_name',
  'contact.last_name',
  'contact.address',
  'agent.name',
  'agent.first_name',
  'conversation.channel',
  'conversation.address',
  'conversation.topic',
] as const

/** The values of now, with the fields of the contact as they are stored. */
export async function replyValues(
  conversation: ConversationResource,
  of: { readonly agent: string; readonly channel: string },
): Promise<ReplyValues> {
  const stored = await call('GET /api/contacts/:id', { params: { id: conversation.contact.id } }).catch(() => undefined)
  return valuesFrom(conversation, { ...of, fields: stored?.fields ?? {} })
}

/** The field of a contact goes before what its name alone tells. */
export function valuesFrom(
  conversation: Pick<ConversationResource, 'contact' | 'addressShown' | 'topics'>,
  of: { readonly agent: string; readonly channel: string; readonly fields: ContactResource['fields'] },
): ReplyValues {
  const { contact, addressShown, topics } = conversation
  const named = contact.name === '' ? '' : nameOf(conversation)
  const fields = Object.entries(of.fields).map(([key, value]) => [`contact.${key}`, String(value)] as const)
  const given: Readonly<Record<(typeof replyVariables)[number], string>> = {
    'contact.name': named,
    'contact.first_name': firstOf(named),
    'contact.last_name': named.split(/\s+/).slice(1).join(' '),
    'contact.address': contact.shown,
    'agent.name': of.agent,
    'agent.first_name': firstOf(of.agent),
    'conversation.channel': of.channel,
    'conversation.address': addressShown,
    'conversation.topic': topics[0]?.name ?? '',
  }
  return { ...given, ...Object.fromEntries(fields.filter(([, value]) => value !== '')) }
}

function firstOf(name: string): string {
  return name.split(/\s+/)[0] ?? ''
}
