import { type Static, Type } from 'typebox'

const exact = { additionalProperties: false } as const

/** One of our addresses, or a contact on a channel: a number, a page, a bot. */
export const AddressSchema = Type.Object(
  {
    /** Id of a channel, such as `sms`. */
    channel: Type.String({ minLength: 1, maxLength: 64 }),
    /** In the one spelling of the channel: E.164 with the plus for `sms`. */
    value: Type.String({ minLength: 1, maxLength: 200 }),
  },
  exact,
)
export type Address = Static<typeof AddressSchema>

/** The same text for the same address, for maps and sets. */
export function addressKey({ channel, value }: Address): string {
  return `${channel} ${value}`
}
