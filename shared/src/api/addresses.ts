import { type Static, Type } from 'typebox'
import { endpoint, nothing } from './endpoint.ts'
import { page, pageQuery } from './page.ts'
import { list, nullable, shape, text } from './shapes.ts'

const exact = { additionalProperties: false } as const

const channel = Type.String({ minLength: 1, maxLength: 64, description: 'Id of a channel, such as `sms`.' })

/** One of our addresses, or a contact on a channel: a number, a page, a bot. */
export const AddressSchema = Type.Object(
  {
    channel,
    value: Type.String({
      minLength: 1,
      maxLength: 200,
      description: 'In the one spelling of the channel: E.164 with the plus for `sms`.',
    }),
  },
  exact,
)
export type Address = Readonly<Static<typeof AddressSchema>>

export const AddressResourceSchema = shape(
  {
    channel: text(),
    value: text(),
    shown: text('`value` as people read it.'),
    label: text(),
    accountId: text(),
    accountName: text(),
    capabilities: list(text(), { description: 'What goes through it, such as `sms` and `mms`.' }),
    flowId: nullable(text(), { description: 'Id of the flow that its messages start.' }),
    flowName: nullable(text(), { description: 'Name of that flow, for showing.' }),
  },
  { title: 'Address' },
)
/** One of our addresses, whose it is and which flow it starts. */
export type AddressResource = Static<typeof AddressResourceSchema>

export const AddAddressSchema = Type.Object(
  {
    channel,
    value: Type.String({
      minLength: 1,
      maxLength: 200,
      description: 'As people write it; the answer has the spelling of the channel.',
    }),
    label: Type.Optional(Type.String({ maxLength: 120 })),
    accountId: Type.Optional(
      Type.String({ description: 'An account that carries the channel. Default: the simulator.' }),
    ),
  },
  exact,
)
export type AddAddress = Static<typeof AddAddressSchema>

export const ChangeAddressSchema = Type.Object({ label: Type.String({ maxLength: 120 }) }, exact)
export type ChangeAddress = Static<typeof ChangeAddressSchema>

const AddressesSchema = Type.Array(AddressSchema, { minItems: 1, maxItems: 1000 })

export const WithoutTriggerSchema = Type.Boolean({
  description: 'Assign to a flow that has no trigger for such messages yet, because one will be saved.',
})

export const AssignAddressesSchema = Type.Object(
  {
    flowId: Type.String({ format: 'uuid' }),
    addresses: AddressesSchema,
    replace: Type.Optional(Type.Boolean({ description: 'Take addresses away from other flows.' })),
    withoutTrigger: Type.Optional(WithoutTriggerSchema),
  },
  exact,
)
export type AssignAddresses = Static<typeof AssignAddressesSchema>

export const ClearAddressesSchema = Type.Object({ addresses: AddressesSchema }, exact)
export type ClearAddresses = Static<typeof ClearAddressesSchema>

const ListQuerySchema = Type.Object(
  { ...pageQuery, channel: Type.Optional(channel), search: Type.Optional(Type.String({ maxLength: 200 })) },
  exact,
)

const codes = 'Where the channel is `sms` the codes are those of numbers, such as `NUMBER_IN_USE`.'

export const addressEndpoints = {
  list: endpoint({
    method: 'GET',
    path: '/api/addresses',
    summary: 'Our addresses on all channels and the flows they start',
    query: ListQuerySchema,
    answer: page(AddressResourceSchema),
  }),
  add: endpoint({
    method: 'POST',
    path: '/api/addresses',
    summary: 'Add an address',
    description: codes,
    body: AddAddressSchema,
    answer: AddressResourceSchema,
    status: 201,
    errors: ['ADDRESS_EXISTS', 'NUMBER_EXISTS', 'INVALID_INPUT'],
  }),
  remove: endpoint({
    method: 'DELETE',
    path: '/api/addresses/:channel/:value',
    summary: 'Remove an address',
    answer: nothing,
    errors: ['ADDRESS_NOT_FOUND', 'NUMBER_NOT_FOUND'],
  }),
  change: endpoint({
    method: 'PUT',
    path: '/api/addresses/:channel/:value',
    summary: 'Change the label of an address',
    body: ChangeAddressSchema,
    answer: AddressResourceSchema,
    errors: ['ADDRESS_NOT_FOUND', 'NUMBER_NOT_FOUND'],
  }),
  assign: endpoint({
    method: 'POST',
    path: '/api/addresses/assign',
    summary: 'Let addresses start a flow: all of them or none',
    description:
      'An address that starts another flow is refused unless `replace` is true; `flows` names the others. A flow without ' +
      `a trigger for its messages is refused unless \`withoutTrigger\` is true. ${codes}`,
    body: AssignAddressesSchema,
    answer: page(AddressResourceSchema),
    errors: [
      'ADDRESS_NOT_FOUND',
      'NUMBER_NOT_FOUND',
      'FLOW_NOT_FOUND',
      'ADDRESS_IN_USE',
      'NUMBER_IN_USE',
      'INVALID_INPUT',
    ],
  }),
  clear: endpoint({
    method: 'POST',
    path: '/api/addresses/clear',
    summary: 'Let addresses start nothing',
    body: ClearAddressesSchema,
    answer: page(AddressResourceSchema),
    errors: ['ADDRESS_NOT_FOUND', 'NUMBER_NOT_FOUND'],
  }),
}
