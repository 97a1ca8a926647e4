import { type Static, Type } from 'typebox'
import { AccountConnectionSchema } from './account-connections.ts'
import { AccountTypeSchema } from './account-types.ts'
import { AddressResourceSchema } from './addresses.ts'
import { endpoint, nothing, raw } from './endpoint.ts'
import { PageQuerySchema, page, pageQuery } from './page.ts'
import { dictionary, list, nullable, shape, text, time } from './shapes.ts'

const exact = { additionalProperties: false } as const

const accountMembers = {
  id: text(),
  accountId: text('The same as `id`: what callback URLs end with.'),
  type: text(),
  name: text(),
  properties: dictionary(Type.Unknown(), {
    description: 'A secret that is set reads as `{ "$secret": "<property>" }`.',
  }),
  addresses: list(shape({ title: text(), url: text() }), { description: 'What the other side calls.' }),
  createdAt: time(),
  modifiedAt: time(),
  modifiedBy: text(),
}

export const AccountResourceSchema = shape(accountMembers, { title: 'Account' })
/** An integration account. */
export type AccountResource = Static<typeof AccountResourceSchema>

export const SavedAccountSchema = shape(
  {
    ...accountMembers,
    secrets: dictionary(text(), { description: 'Generated secrets. This is the only time they are shown.' }),
  },
  { title: 'SavedAccount' },
)
/** The answer to creating or changing an account. */
export type SavedAccount = Static<typeof SavedAccountSchema>

const AccountNameSchema = Type.String({
  minLength: 1,
  maxLength: 120,
  pattern: '\\S',
  'x-pattern-text': 'more than spaces',
})

/** `bridge:` and the name of an integration are the longest. */
const AccountTypeIdSchema = Type.String({ minLength: 1, maxLength: 80 })

export const CreateAccountSchema = Type.Object(
  {
    type: AccountTypeIdSchema,
    name: AccountNameSchema,
    properties: Type.Optional(Type.Record(Type.String(), Type.Unknown())),
  },
  exact,
)
export type CreateAccount = Static<typeof CreateAccountSchema>

/**
 * `PUT /api/accounts/:id`. A secret that is left out, or comes as `{ "$secret": … }`, stays; an empty text makes a
 * new one where the type generates it.
 */
export const ChangeAccountSchema = Type.Object(
  { name: AccountNameSchema, properties: Type.Record(Type.String(), Type.Unknown()) },
  exact,
)
export type ChangeAccount = Static<typeof ChangeAccountSchema>

export const AccountsQuerySchema = Type.Object(
  { ...pageQuery, type: Type.Optional(Type.String({ maxLength: 80 })) },
  exact,
)
export type AccountsQuery = Static<typeof AccountsQuerySchema>

export const AccountCheckSchema = shape(
  {
    ok: Type.Boolean(),
    message: text(),
    checks: list(shape({ ok: Type.Boolean(), text: text() }), { description: 'In the order they were made.' }),
  },
  { title: 'AccountCheck' },
)
/** What Test Connection or Set Webhook found. */
export type AccountCheck = Static<typeof AccountCheckSchema>

const AccountEventSchema = shape({
  id: text('Unique within the account.'),
  at: time(),
  verdict: Type.Enum(['accepted', 'ignored', 'refused']),
  text: text('What came, or why it was not used, in a sentence.'),
  from: Type.Optional(text('Who wrote a message, as its channel shows it.')),
  runId: nullable(text('The run that it started or continued.')),
})

export const AccountEventsSchema = shape(
  {
    items: list(AccountEventSchema, { description: 'Newest first.' }),
    counts: shape({ accepted: Type.Number(), ignored: Type.Number(), refused: Type.Number() }),
  },
  { title: 'AccountEvents' },
)
/** What the service of an account has sent, to whichever process. */
export type AccountEvents = Static<typeof AccountEventsSchema>
export type AccountEvent = AccountEvents['items'][number]

const StatusToneSchema = Type.Enum(['good', 'warning', 'bad', 'neutral'])
export type StatusTone = Static<typeof StatusToneSchema>

const statusTime = Type.Optional(nullable(time(), { description: "A time that the reader's browser writes in words." }))

export const StatusCellSchema = shape({
  text: Type.Optional(text()),
  at: statusTime,
  tone: Type.Optional(StatusToneSchema),
})
/** One value on the account page. */
export type StatusCell = Static<typeof StatusCellSchema>

export const AccountStatusSchema = shape(
  {
    connection: Type.Optional(AccountConnectionSchema),
    facts: list(
      shape({
        name: text(),
        title: text(),
        value: Type.Union([Type.Number(), Type.String(), Type.Null()]),
        at: statusTime,
        tone: Type.Optional(StatusToneSchema),
        help: Type.Optional(text()),
      }),
    ),
    tables: list(
      shape({
        name: text(),
        title: text(),
        emptyText: text(),
        columns: list(text()),
        rows: list(shape({ id: text(), cells: list(StatusCellSchema) })),
      }),
    ),
  },
  { title: 'AccountStatus' },
)
/** How an account does: the same shape for every type, so that the page needs no knowledge of it. */
export type AccountStatus = Static<typeof AccountStatusSchema>

export const OfferedAddressSchema = shape(
  {
    channel: text(),
    value: text(),
    shown: text('`value` as people read it.'),
    label: text(),
    capabilities: list(text(), { description: 'What goes through it, such as `sms` and `mms`.' }),
    accountId: nullable(text(), { description: 'The account that has it here already. Null: it can be added.' }),
    accountName: nullable(text()),
  },
  { title: 'OfferedAddress' },
)
/** An address that the service has for an account. */
export type OfferedAddress = Static<typeof OfferedAddressSchema>

export const ImportAddressesSchema = Type.Object(
  {
    addresses: Type.Array(
      Type.Object(
        {
          channel: Type.String({ minLength: 1, maxLength: 64 }),
          value: Type.String({ minLength: 1, maxLength: 200 }),
          label: Type.Optional(Type.String({ maxLength: 120 })),
          capabilities: Type.Optional(Type.Array(Type.String({ minLength: 1, maxLength: 20 }), { maxItems: 10 })),
        },
        exact,
      ),
      { minItems: 1, maxItems: 1000 },
    ),
  },
  exact,
)
export type ImportAddresses = Static<typeof ImportAddressesSchema>

export const accountEndpoints = {
  types: endpoint({
    method: 'GET',
    path: '/api/account-types',
    summary: 'Types of integration accounts with the schema of their properties',
    query: PageQuerySchema,
    answer: page(AccountTypeSchema),
  }),
  list: endpoint({
    method: 'GET',
    path: '/api/accounts',
    summary: 'Integration accounts without their secrets, in order of creation',
    query: AccountsQuerySchema,
    answer: page(AccountResourceSchema),
  }),
  create: endpoint({
    method: 'POST',
    path: '/api/accounts',
    summary: 'Create an account; generated secrets are shown this once',
    body: CreateAccountSchema,
    answer: SavedAccountSchema,
    status: 201,
    errors: ['INVALID_INPUT', 'ACCOUNT_EXISTS', 'ACCOUNT_REFUSED'],
  }),
  get: endpoint({
    method: 'GET',
    path: '/api/accounts/:id',
    summary: 'One account',
    answer: AccountResourceSchema,
    errors: ['ACCOUNT_NOT_FOUND'],
  }),
  change: endpoint({
    method: 'PUT',
    path: '/api/accounts/:id',
    summary: 'Change an account; secrets that are left out stay',
    description:
      'A secret that is left out, or comes as `{ "$secret": … }`, stays; an empty text makes a new one where the ' +
      'type generates it.',
    body: ChangeAccountSchema,
    answer: SavedAccountSchema,
    errors: ['ACCOUNT_NOT_FOUND', 'INVALID_INPUT', 'ACCOUNT_EXISTS', 'SECRET_MISSING', 'ACCOUNT_REFUSED'],
  }),
  remove: endpoint({
    method: 'DELETE',
    path: '/api/accounts/:id',
    summary: 'Remove an account that no live flow uses',
    answer: nothing,
    errors: ['ACCOUNT_NOT_FOUND', 'ACCOUNT_IN_USE'],
  }),
  test: endpoint({
    method: 'POST',
    path: '/api/accounts/:id/test',
    summary: 'Test Connection',
    answer: AccountCheckSchema,
    errors: ['ACCOUNT_NOT_FOUND'],
  }),
  setWebhook: endpoint({
    method: 'POST',
    path: '/api/accounts/:id/webhook',
    summary: 'Set Webhook: tell the other service where to send its events',
    answer: AccountCheckSchema,
    errors: ['ACCOUNT_NOT_FOUND'],
  }),
  events: endpoint({
    method: 'GET',
    path: '/api/accounts/:id/events',
    summary: 'The last events that the other service has sent for the account, with the verdict on each',
    answer: AccountEventsSchema,
    errors: ['ACCOUNT_NOT_FOUND'],
  }),
  offeredAddresses: endpoint({
    method: 'GET',
    path: '/api/accounts/:id/offered-addresses',
    summary: 'Import numbers: the numbers that the other service has for the account',
    answer: page(OfferedAddressSchema),
    errors: ['ACCOUNT_NOT_FOUND', 'INVALID_INPUT', 'HTTP_STATUS', 'TIMEOUT', 'CONNECTION_FAILED'],
  }),
  importAddresses: endpoint({
    method: 'POST',
    path: '/api/accounts/:id/addresses',
    summary: 'Import numbers: add chosen numbers of the other service',
    description: 'Numbers that are here already are left as they are, and out of the answer.',
    body: ImportAddressesSchema,
    answer: page(AddressResourceSchema),
    status: 201,
    errors: ['ACCOUNT_NOT_FOUND', 'INVALID_INPUT'],
  }),
  status: endpoint({
    method: 'GET',
    path: '/api/accounts/:id/status',
    summary: 'How the account does: facts and tables',
    answer: AccountStatusSchema,
    errors: ['ACCOUNT_NOT_FOUND'],
  }),
}

/** What outside services call, proved as each service does it. */
export const callbackEndpoints = {
  take: endpoint({
    method: 'ALL',
    path: '/channels/:type/:accountId',
    credential: 'own',
    summary: 'What an outside service sends to one of its integration accounts, proved as the service does it',
    description:
      'Each message in it is taken once, and the answer is sent after it was stored: 202, or what the service ' +
      'expects. Methods that the service does not use are answered 405.',
    rawBody: { schema: {}, types: ['*/*'] },
    answer: raw('*/*'),
    status: 202,
    errors: ['NOT_FOUND', 'ACCOUNT_NOT_FOUND', 'INVALID_TOKEN', 'METHOD_NOT_ALLOWED', 'TOO_MANY_REQUESTS'],
  }),
}
