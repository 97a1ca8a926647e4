import { type Static, Type } from 'typebox'
import { contactLimits } from './contact-fields.ts'
import { ContactHistoryItemSchema, contactHistoryKinds } from './contact-history.ts'
import { endpoint, raw } from './endpoint.ts'
import { page, pageQuery } from './page.ts'
import { count, dictionary, list, nullable, shape, text, time } from './shapes.ts'

const exact = { additionalProperties: false } as const

const value = Type.Union([Type.String(), Type.Number(), Type.Boolean()])

export const ContactPointSchema = shape({
  id: text(),
  channel: text(),
  accountId: text('The account within which `value` means something. Empty where it means the same in all of them.'),
  value: text('The number or id of the contact on the channel.'),
  shown: text('`value` as people read it.'),
  consent: Type.Enum(['in', 'out', 'none'], {
    description: '`out`: nothing is sent there. `in`: the contact has agreed. `none`: nothing was recorded.',
  }),
  consentAt: nullable(time(), { description: 'Since when.' }),
  optedOutOf: list(text(), { description: 'Addresses of ours that the contact wants nothing from, besides.' }),
})
export type ContactPointResource = Static<typeof ContactPointSchema>

const ExternalIdSchema = shape({
  source: text('Id of an integration account, or a name that people chose, such as `crm`.'),
  accountName: nullable(text(), { description: 'The name of that account.' }),
  externalId: text('What that system calls the contact.'),
  url: nullable(text(), { description: 'Where the contact is in that system.' }),
  unseenSince: nullable(time(), {
    description: 'When a whole synchronization with that account did not bring the contact any more.',
  }),
})
export type ContactExternalId = Static<typeof ExternalIdSchema>

export const ContactResourceSchema = shape(
  {
    id: text(),
    name: text('What people call the contact. Empty while nothing is known.'),
    fields: dictionary(value, { description: 'By keys of fields. An empty field is left out.' }),
    points: list(ContactPointSchema),
    externalIds: list(ExternalIdSchema),
    createdAt: time(),
    updatedAt: time('When a field was last changed.'),
    lastAt: nullable(time(), { description: 'When there was last a message, to the minute. Null: never.' }),
  },
  { title: 'Contact' },
)
export type ContactResource = Static<typeof ContactResourceSchema>

const changedFields = Type.Record(
  Type.String({ maxLength: 50 }),
  Type.Union([Type.String({ maxLength: contactLimits.value }), Type.Number(), Type.Boolean(), Type.Null()]),
  { description: 'By keys of fields. Null or an empty text empties a field; what is left out stays as it is.' },
)

const newPoint = Type.Object(
  {
    channel: Type.String({ maxLength: 64 }),
    value: Type.String({ minLength: 1, maxLength: 200 }),
    accountId: Type.Optional(
      Type.String({ maxLength: 100, description: 'Where the same contact has another id in each account.' }),
    ),
  },
  exact,
)
export type NewContactPoint = Static<typeof newPoint>

const externalKey = {
  source: Type.String({ minLength: 1, maxLength: contactLimits.source }),
  externalId: Type.String({ minLength: 1, maxLength: contactLimits.externalId }),
} as const

const externalId = Type.Object(
  {
    ...externalKey,
    url: Type.Optional(Type.String({ maxLength: 2_000 })),
  },
  exact,
)

const CreateContactSchema = Type.Object(
  {
    fields: Type.Optional(changedFields),
    points: Type.Optional(Type.Array(newPoint, { maxItems: contactLimits.points })),
    externalIds: Type.Optional(Type.Array(externalId, { maxItems: contactLimits.externalIds })),
  },
  exact,
)
export type CreateContact = Static<typeof CreateContactSchema>

const ChangeContactSchema = Type.Object(
  {
    fields: Type.Optional(changedFields),
    addPoints: Type.Optional(Type.Array(newPoint, { maxItems: contactLimits.points })),
    removePoints: Type.Optional(
      Type.Array(Type.String({ maxLength: 64 }), {
        maxItems: contactLimits.points,
        description:
          'Ids of addresses. One that has conversations goes, with these, to a new contact without a name. What was ' +
          'opted out of stays so.',
      }),
    ),
    externalIds: Type.Optional(
      Type.Array(externalId, {
        maxItems: contactLimits.externalIds,
        description: 'Added, or its `url` changed where the contact has the same id of that source.',
      }),
    ),
    removeExternalIds: Type.Optional(
      Type.Array(Type.Object(externalKey, exact), { maxItems: contactLimits.externalIds }),
    ),
  },
  exact,
)
export type ChangeContact = Static<typeof ChangeContactSchema>

const filterQuery = {
  search: Type.Optional(
    Type.String({
      maxLength: 200,
      description: 'Beginnings of words in fields and addresses, or any three digits of a number. All must fit.',
    }),
  ),
  channel: Type.Optional(Type.String({ maxLength: 64, description: 'Reachable there.' })),
  consent: Type.Optional(
    Type.Enum(['in', 'out'], { description: '`out`: has opted out somewhere. `in`: has nowhere.' }),
  ),
  language: Type.Optional(Type.String({ maxLength: 35 })),
  since: Type.Optional(Type.String({ format: 'date-time', description: 'Has had a message since then.' })),
} as const
const ListQuerySchema = Type.Object({ ...pageQuery, ...filterQuery }, exact)
export type ContactFilterQuery = Omit<Static<typeof ListQuerySchema>, 'limit' | 'after'>

const MergeSchema = Type.Object(
  {
    from: Type.String({ maxLength: 64, description: 'Id of the contact that goes into this one, and is gone then.' }),
    take: Type.Optional(
      Type.Array(Type.String({ maxLength: 50 }), {
        maxItems: 200,
        description:
          'Keys of the fields whose value that one brings. Of the others it brings those that are empty here.',
      }),
    ),
  },
  exact,
)
export type MergeContacts = Static<typeof MergeSchema>

export const ContactErasureSchema = shape(
  {
    conversations: count(),
    messages: count(),
    files: count(),
    notes: count('Notes, and answers under way.'),
    runs: count('Runs that stay, without any value of the contact.'),
    openRuns: count('Runs that are under way, and are cancelled.'),
  },
  { title: 'ContactErasure', description: 'What goes when a contact is erased.' },
)
export type ContactErasure = Static<typeof ContactErasureSchema>

const ImportColumnSchema = shape({
  name: text('As the first line has it.'),
  target: text(
    'The key of a field, `channel:<id>` for an address there, `external_id:<source>`, or empty: left aside.',
  ),
})
export type ContactImportColumn = Static<typeof ImportColumnSchema>

export const ContactImportSchema = shape(
  {
    columns: list(ImportColumnSchema),
    first: list(list(text()), { description: 'The first lines, as they are.' }),
    toAdd: count('Lines that are new contacts.'),
    toChange: count('Lines of contacts that are known by an address or an id elsewhere.'),
    wrongLines: count('Lines that are left out.'),
    errors: list(shape({ line: count('From 1, the line with the names.'), message: text() }), {
      description: 'What is wrong, of the first 100 such lines.',
    }),
    isImported: Type.Boolean({ description: 'False for a preview.' }),
  },
  { title: 'ContactImport' },
)
export type ContactImport = Static<typeof ContactImportSchema>

const changeErrors = ['INVALID_INPUT', 'INVALID_VALUE', 'CONTACT_EXISTS'] as const

export const contactEndpoints = {
  list: endpoint({
    method: 'GET',
    path: '/api/contacts',
    summary: 'Contacts, the latest message first',
    query: ListQuerySchema,
    answer: page(ContactResourceSchema),
    errors: ['BAD_REQUEST', 'INVALID_INPUT'],
  }),
  create: endpoint({
    method: 'POST',
    path: '/api/contacts',
    summary: 'Add a contact',
    description:
      'A phone number in the field `phone` is also an address of the contact for texts, unless another contact has it.',
    body: CreateContactSchema,
    answer: ContactResourceSchema,
    status: 201,
    errors: changeErrors,
  }),
  count: endpoint({
    method: 'GET',
    path: '/api/contacts/count',
    summary: 'How many contacts there are, counted up to 100,000',
    query: Type.Object(filterQuery, exact),
    answer: shape({ count: count() }),
    errors: ['INVALID_INPUT'],
  }),
  import: endpoint({
    method: 'POST',
    path: '/api/contacts/import',
    summary: 'Import contacts from CSV',
    description:
      'The first line names columns by key or label of a field, `channel:<id>`, or `external_id:<source>`. A line whose ' +
      'address or id a contact has changes that contact: empty cells leave its fields alone. Other lines are new contacts. ' +
      'Wrong lines are left out, and told. At most 64 MiB. Lines are stored 500 at a time: after a failure, import again.',
    query: Type.Object(
      {
        check: Type.Optional(Type.Enum(['true', 'false'], { description: '`true`: only a preview.' })),
        columns: Type.Optional(
          Type.String({ maxLength: 10_000, description: 'Targets of the columns in their order, apart by commas.' }),
        ),
      },
      exact,
    ),
    rawBody: { schema: { type: 'string' }, types: ['text/csv', 'application/octet-stream'] },
    answer: ContactImportSchema,
    errors: ['INVALID_INPUT', 'INVALID_VALUE', 'BODY_TOO_LARGE', 'UNSUPPORTED_MEDIA_TYPE', 'BAD_REQUEST'],
  }),
  export: endpoint({
    method: 'GET',
    path: '/api/contacts/export',
    summary: 'All contacts as CSV, which can be imported again',
    answer: raw('text/csv'),
  }),
  get: endpoint({
    method: 'GET',
    path: '/api/contacts/:id',
    summary: 'One contact',
    answer: ContactResourceSchema,
    errors: ['CONTACT_NOT_FOUND'],
  }),
  change: endpoint({
    method: 'PATCH',
    path: '/api/contacts/:id',
    summary: 'Change a contact',
    body: ChangeContactSchema,
    answer: ContactResourceSchema,
    errors: ['CONTACT_NOT_FOUND', ...changeErrors],
  }),
  history: endpoint({
    method: 'GET',
    path: '/api/contacts/:id/history',
    summary: 'Conversations, runs, consent and changes of a contact, the latest first',
    query: Type.Object({ ...pageQuery, kind: Type.Optional(Type.Enum([...contactHistoryKinds])) }, exact),
    answer: page(ContactHistoryItemSchema),
    errors: ['CONTACT_NOT_FOUND', 'BAD_REQUEST'],
  }),
  merge: endpoint({
    method: 'POST',
    path: '/api/contacts/:id/merge',
    summary: 'Make two contacts one',
    description:
      'Addresses, conversations, consent, ids elsewhere and history of the other one become those of this one.',
    body: MergeSchema,
    answer: ContactResourceSchema,
    errors: ['CONTACT_NOT_FOUND', 'INVALID_INPUT'],
  }),
  erasure: endpoint({
    method: 'GET',
    path: '/api/contacts/:id/erasure',
    summary: 'What goes when a contact is erased',
    answer: ContactErasureSchema,
    errors: ['CONTACT_NOT_FOUND'],
  }),
  erase: endpoint({
    method: 'DELETE',
    path: '/api/contacts/:id',
    summary: 'Erase a contact for good, with all conversations',
    description:
      'Messages, files, notes and answers go, and runs keep no value of the contact; runs under way are cancelled. An ' +
      'opt-out stays in force, kept without the address. That the contact was erased is kept, without a word of it.',
    answer: ContactErasureSchema,
    errors: ['CONTACT_NOT_FOUND', 'CONTACT_BUSY'],
  }),
}
