import { type Static, Type } from 'typebox'
import { PhoneNumberSchema } from './numbers.ts'

const exact = { additionalProperties: false } as const

export const SimulatorTextSchema = Type.Object(
  {
    from: PhoneNumberSchema,
    to: PhoneNumberSchema,
    text: Type.String({ maxLength: 10_000 }),
    mediaUrls: Type.Optional(Type.Array(Type.String({ maxLength: 2_000 }), { maxItems: 10 })),
  },
  exact,
)
export type SimulatorText = Static<typeof SimulatorTextSchema>

export interface SimulatorMessage {
  readonly id: string
  readonly from: string
  readonly to: string
  readonly text: string
  readonly mediaUrls: readonly string[]
  /** `in`: from the contact to us. `out`: from us to the contact. */
  readonly direction: 'in' | 'out'
  readonly status: 'received' | 'delivered' | 'no-flow'
  readonly at: string
  /** The run the text started, or that sent it. */
  readonly runId: string | null
}
