import type { ContactResource, ContactValue } from '@patchbay/shared/api'
import { initials } from '../ui/initials.ts'
import { contactTexts as texts } from '../ui/texts/contacts.ts'

/** The contact's name, or the first number or id while no name is known. */
export function contactName({ name, points }: Pick<ContactResource, 'name' | 'points'>): string {
  return name || (points[0]?.shown ?? texts.noName)
}

/** What stands under the name: by what else people know the contact. */
export function contactSubline({ name, fields, points }: ContactResource): string {
  const [first] = points
  const { email, phone, company } = fields
  if (name === '') return texts.noName
  return String(email ?? first?.shown ?? phone ?? company ?? '')
}

/** Two letters of the name; without one the last two signs of the number or id. */
export function contactInitials({ name, points }: Pick<ContactResource, 'name' | 'points'>): string {
  return name === '' ? (points[0]?.value ?? '').slice(-2) : initials(name)
}

/** A field as people read it. */
export function valueText(value: ContactValue | null | undefined): string {
  if (value === undefined || value === null) return ''
  if (typeof value === 'boolean') return value ? texts.yes : texts.no
  return String(value)
}
