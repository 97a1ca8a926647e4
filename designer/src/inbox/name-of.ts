import type { ConversationResource } from '@patchbay/shared/api'
import { initials } from '../ui/initials.ts'

/** The contact's name, or the number or id while no name is known. */
export function nameOf({ contact: { name, shown } }: Pick<ConversationResource, 'contact'>): string {
  return name === '' ? shown : name
}

/** Two letters of the name; without one the last two signs of the number or id. */
export function avatarOf({ contact: { name, value } }: Pick<ConversationResource, 'contact'>): string {
  return name === '' ? value.slice(-2) : initials(name)
}
