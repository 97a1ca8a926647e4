// A file of its own: what the browser imports as a value must not bring the schema builder with it.

import { bridgeLimits } from '../bridges/index.ts'

/** `boolean` is yes or no. `date` is a day, with or without a time of day. */
export const contactFieldKinds = ['text', 'number', 'date', 'boolean'] as const
export type ContactFieldKind = (typeof contactFieldKinds)[number]

/** One field of contacts. Page, API, CSV and `$contact.<key>` of flows have the same ones. */
export interface ContactField {
  /** What flows call it: `$contact.first_name`. Never changes. */
  readonly key: string
  readonly label: string
  readonly kind: ContactFieldKind
  /** An administrator has added it. */
  readonly isOwn: boolean
}

/** How much contacts can hold. */
export const contactLimits = {
  ownFields: 100,
  /** Characters of one field. */
  value: 2_000,
  points: 50,
  externalIds: 50,
  /** Characters of the name of another system. */
  source: 100,
  /** Characters of an id elsewhere, wherever it comes from. Together with its source it fits in a row of an index. */
  externalId: bridgeLimits.id,
  /** Bytes of a CSV file. */
  importBytes: 64 * 1024 * 1024,
} as const

function standard(key: string, label: string): ContactField {
  return { key, label, kind: 'text', isOwn: false }
}

/**
 * The fields that every installation has, by the names of Talkdesk's contact collection, in the order of pages and files.
 * `language` is as in BCP 47, such as `pt-BR`, and `time_zone` an IANA name.
 */
export const contactFields: readonly ContactField[] = [
  standard('first_name', 'First name'),
  standard('last_name', 'Last name'),
  standard('name', 'Name'),
  standard('phone', 'Phone'),
  standard('email', 'E-mail'),
  standard('company', 'Company'),
  standard('title', 'Title'),
  standard('industry', 'Industry'),
  standard('address', 'Address'),
  standard('location', 'Location'),
  standard('website', 'Website'),
  standard('photo_url', 'Photo'),
  standard('twitter', 'Twitter'),
  standard('linkedin', 'LinkedIn'),
  standard('facebook', 'Facebook'),
  standard('skype', 'Skype'),
  standard('googleplus', 'Google+'),
  standard('language', 'Language'),
  standard('time_zone', 'Time zone'),
]

/** Names in `$contact` that are no fields: nobody can change them, and no own field takes them. */
export const contactFacts = ['id', 'created_at', 'updated_at', 'contact', 'channel', 'external_id', 'consent'] as const

/** What a field holds. An empty field has no value. */
export type ContactValue = string | number | boolean

/** What people call a contact: the name, else first and last name. Empty where nothing is known. */
export function contactNameOf(fields: Readonly<Record<string, ContactValue | undefined>>): string {
  const { name = '', first_name: first = '', last_name: last = '' } = fields
  return `${name}`.trim() || `${first} ${last}`.trim()
}
