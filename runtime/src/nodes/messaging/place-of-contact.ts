import type { RunErrorBody } from '@patchbay/shared/api'
import { emptyInput } from '../../kit/empty-input.ts'
import type { StepContext } from '../../kit/node.ts'

/** Where a contact and we write to each other, in the spelling of the channel. */
export type ContactPlace = Readonly<Record<'channel' | 'address' | 'contact', string>>

/** Reads the inputs `Contact` and `Our Address`, or says what is wrong with them. */
export async function placeOfContact(
  { to, from }: { readonly to: string; readonly from: string },
  { services, address: near }: Pick<StepContext, 'services' | 'address'>,
): Promise<ContactPlace | RunErrorBody> {
  const empty = emptyInput({ Contact: to.trim(), 'Our Address': from.trim() })
  if (empty !== undefined) return empty
  const address = await services.messages.addressOf(from, near)
  if ('code' in address) return address
  const contact = services.messages.contactOf(address.channel, to)
  if (typeof contact !== 'string') return contact
  return { channel: address.channel, address: address.value, contact }
}
