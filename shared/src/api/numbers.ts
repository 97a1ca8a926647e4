import { type Static, Type } from 'typebox'
import { phonePattern } from '../phone/index.ts'
import { WithoutTriggerSchema } from './addresses.ts'
import { endpoint, nothing } from './endpoint.ts'
import { page, pageQuery } from './page.ts'
import { list, nullable, shape, text } from './shapes.ts'

const exact = { additionalProperties: false } as const

/** E.164 with the plus. */
export const PhoneNumberSchema = Type.String(phonePattern)

export const NumberResourceSchema = shape(
  {
    number: text(),
    label: text(),
    accountId: text(),
    accountName: text(),
    capabilities: list(Type.Enum(['sms', 'mms'])),
    assignments: shape({ sms: nullable(text(), { description: 'Id of the flow that answers texts.' }) }),
    flowName: nullable(text(), { description: 'Name of the flow that answers texts, for showing.' }),
  },
  { title: 'Number' },
)
export type NumberResource = Static<typeof NumberResourceSchema>

export const AddNumberSchema = Type.Object(
  {
    number: Type.String({ minLength: 1, maxLength: 32 }),
    label: Type.Optional(Type.String({ maxLength: 120 })),
    accountId: Type.Optional(
      Type.String({ description: 'An account of a type with numbers. Default: the simulator.' }),
    ),
  },
  exact,
)
export type AddNumber = Static<typeof AddNumberSchema>

export const AssignNumbersSchema = Type.Object(
  {
    flowId: Type.String({ format: 'uuid' }),
    numbers: Type.Array(PhoneNumberSchema, { minItems: 1, maxItems: 1000 }),
    replace: Type.Optional(Type.Boolean({ description: 'Take numbers away from other flows.' })),
    withoutTrigger: Type.Optional(WithoutTriggerSchema),
  },
  exact,
)
export type AssignNumbers = Static<typeof AssignNumbersSchema>

export const ClearNumbersSchema = Type.Object(
  { numbers: Type.Array(PhoneNumberSchema, { minItems: 1, maxItems: 1000 }) },
  exact,
)
export type ClearNumbers = Static<typeof ClearNumbersSchema>

const ListQuerySchema = Type.Object({ ...pageQuery, search: Type.Optional(Type.String({ maxLength: 200 })) }, exact)

export const numberEndpoints = {
  list: endpoint({
    method: 'GET',
    path: '/api/numbers',
    summary: 'Our numbers and the flows they start',
    query: ListQuerySchema,
    answer: page(NumberResourceSchema),
  }),
  add: endpoint({
    method: 'POST',
    path: '/api/numbers',
    summary: 'Add a number',
    body: AddNumberSchema,
    answer: NumberResourceSchema,
    status: 201,
    errors: ['NUMBER_EXISTS', 'INVALID_INPUT'],
  }),
  remove: endpoint({
    method: 'DELETE',
    path: '/api/numbers/:number',
    summary: 'Remove a number',
    answer: nothing,
    errors: ['NUMBER_NOT_FOUND'],
  }),
  assign: endpoint({
    method: 'POST',
    path: '/api/numbers/assign',
    summary: 'Let numbers start a flow: all of them or none',
    description:
      'A number that starts another flow is refused unless `replace` is true; `flows` names the others. A flow that ' +
      'cannot be texted is refused unless `withoutTrigger` is true.',
    body: AssignNumbersSchema,
    answer: page(NumberResourceSchema),
    errors: ['NUMBER_NOT_FOUND', 'FLOW_NOT_FOUND', 'NUMBER_IN_USE', 'INVALID_INPUT'],
  }),
  clear: endpoint({
    method: 'POST',
    path: '/api/numbers/clear',
    summary: 'Let numbers start nothing',
    body: ClearNumbersSchema,
    answer: page(NumberResourceSchema),
    errors: ['NUMBER_NOT_FOUND'],
  }),
}
