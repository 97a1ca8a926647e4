import type { OutputField } from '../../nodes/node-definition.ts'

/** A value of `$contact` or `$conversation`. */
export type PeopleField = Pick<OutputField, 'name' | 'title' | 'type'> & { readonly sample: string }

/** Groups of variables that are read from the database, once in a step that names them. */
export const peopleGroups = ['contact', 'conversation'] as const
export type PeopleGroup = (typeof peopleGroups)[number]

/** What every contact has; behind it come the channels and the installation's own fields. */
export const contactFields = [
  { name: 'first_name', title: 'First name of the contact', type: 'text', sample: 'Dana' },
  { name: 'last_name', title: 'Last name of the contact', type: 'text', sample: 'Whitfield' },
  { name: 'name', title: 'Name of the contact', type: 'text', sample: 'Dana Whitfield' },
  { name: 'email', title: 'E-mail address of the contact', type: 'text', sample: 'dana@example.com' },
  { name: 'phone', title: 'Phone number of the contact', type: 'text', sample: '+13055550119' },
  { name: 'address', title: 'Postal address of the contact', type: 'text', sample: '12 Harbour Street, Miami' },
  { name: 'title', title: 'Position of the contact', type: 'text', sample: 'Head of Purchasing' },
  { name: 'company', title: 'Company of the contact', type: 'text', sample: 'Northwind' },
  { name: 'industry', title: 'Industry of the contact', type: 'text', sample: 'Logistics' },
  { name: 'location', title: 'Place of the contact', type: 'text', sample: 'Miami' },
  { name: 'website', title: 'Website of the contact', type: 'text', sample: 'https://northwind.example' },
  {
    name: 'photo_url',
    title: 'Address of a photo of the contact',
    type: 'text',
    sample: 'https://northwind.example/dana.png',
  },
  { name: 'twitter', title: 'Contact on Twitter', type: 'text', sample: '@dana' },
  { name: 'linkedin', title: 'Contact on LinkedIn', type: 'text', sample: 'dana-whitfield' },
  { name: 'facebook', title: 'Contact on Facebook', type: 'text', sample: 'dana.whitfield' },
  { name: 'skype', title: 'Contact on Skype', type: 'text', sample: 'dana.whitfield' },
  { name: 'googleplus', title: 'Contact on Google+', type: 'text', sample: 'dana' },
  { name: 'language', title: 'Language of the contact', type: 'text', sample: 'en' },
  { name: 'time_zone', title: 'Time zone of the contact', type: 'text', sample: 'America/New_York' },
  { name: 'consent', title: 'Whether it may be written to: in, out or empty', type: 'text', sample: 'in' },
  { name: 'channel', title: 'Channel of the contact', type: 'text', sample: 'sms' },
  { name: 'contact', title: 'Number or ID of the contact there', type: 'text', sample: '+13055550119' },
  { name: 'created_at', title: 'When the contact was added', type: 'text', sample: '2020-01-01T17:00:00.000Z' },
  { name: 'updated_at', title: 'When the contact changed last', type: 'text', sample: '2020-01-01T17:00:00.000Z' },
  { name: 'id', title: 'ID of the contact', type: 'text', sample: '018f5c5e-6c11-4d0a-8f3e-2b1c0d9e8f7a' },
] as const satisfies readonly PeopleField[]

export const conversationFields = [
  { name: 'id', title: 'ID of the conversation', type: 'text', sample: '018f5c5e-7d22-7b1b-9c4f-3a2b1c0d9e8f' },
  { name: 'channel', title: 'Channel of the conversation', type: 'text', sample: 'sms' },
  { name: 'address', title: 'Our address in the conversation', type: 'text', sample: '+17865550100' },
  { name: 'status', title: 'Status: open, waiting or closed', type: 'text', sample: 'open' },
  { name: 'topic', title: 'First topic of the conversation', type: 'text', sample: 'Refund' },
  { name: 'topics', title: 'Topics of the conversation', type: 'list', sample: '[ 2 ]' },
  { name: 'assignee', title: 'Name of the person who has the conversation', type: 'text', sample: 'Maya Reyes' },
  { name: 'opened_at', title: 'When the conversation was opened', type: 'text', sample: '2020-01-01T17:00:00.000Z' },
  { name: 'with_person', title: 'Whether people have the conversation', type: 'boolean', sample: 'true' },
] as const satisfies readonly PeopleField[]
