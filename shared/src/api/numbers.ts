import { type Static, Type } from 'typebox'

const exact = { additionalProperties: false } as const

/** E.164 with the plus. */
export const PhoneNumberSchema = Type.String({ pattern: '^\\+[1-9][0-9]{6,14}$' })

export interface NumberResource {
  readonly number: string
  readonly label: string
  readonly accountId: string
  readonly accountName: string
  readonly capabilities: readonly ('sms' | 'mms')[]
  readonly assignments: { readonly sms: string | null }
  /** Name of the flow that answers texts, for showing. */
  readonly flowName: string | null
}

export const AddNumberSchema = Type.Object(
  {
    number: Type.String({ minLength: 1, maxLength: 32 }),
    label: Type.Optional(Type.String({ maxLength: 120 })),
    accountId: Type.Optional(Type.String()),
  },
  exact,
)
export type AddNumber = Static<typeof AddNumberSchema>

export const AssignNumbersSchema = Type.Object(
  {
    flowId: Type.String({ format: 'uuid' }),
    numbers: Type.Array(PhoneNumberSchema, { minItems: 1, maxItems: 1000 }),
    /** Take numbers away from other flows; without it a taken number is 409 NUMBER_IN_USE. */
    replace: Type.Optional(Type.Boolean()),
  },
  exact,
)
export type AssignNumbers = Static<typeof AssignNumbersSchema>

export const ClearNumbersSchema = Type.Object(
  { numbers: Type.Array(PhoneNumberSchema, { minItems: 1, maxItems: 1000 }) },
  exact,
)
export type ClearNumbers = Static<typeof ClearNumbersSchema>
