import { type AddressResource, addressKey } from '@patchbay/shared/api'
import { SAME_ADDRESS } from '../../editing/own-addresses.ts'

/** What the field shows of what it holds. */
export type SenderChoice =
  | { readonly kind: 'none' }
  /** The address that was written to. */
  | { readonly kind: 'same' }
  | { readonly kind: 'own'; readonly address: AddressResource }
  /** An address that is none of ours. */
  | { readonly kind: 'foreign'; readonly text: string }
  | { readonly kind: 'variable'; readonly text: string }

/** Reads what an author has chosen or written, of the addresses that the action may send from. */
export function readSender(text: string, addresses: readonly AddressResource[]): SenderChoice {
  const written = text.trim()
  if (written === '') return { kind: 'none' }
  if (written === SAME_ADDRESS) return { kind: 'same' }
  if (written.includes('$') || written.includes('{{')) return { kind: 'variable', text }
  const [own, other] = addresses.filter((address) => spellings(address).includes(written))
  if (own !== undefined && other === undefined) return { kind: 'own', address: own }
  return { kind: 'foreign', text: written }
}

/** How the document names an address: with its channel, unless the action has only one. */
export function senderText(address: AddressResource, hasChannel: boolean): string {
  return hasChannel ? address.value : `${address.channel}:${address.value}`
}

/** Also as people write numbers. */
function spellings({ channel, value, shown }: AddressResource): readonly string[] {
  return [value, shown, `${channel}:${value}`]
}

export function findSender(key: string, addresses: readonly AddressResource[]): AddressResource | undefined {
  return addresses.find((address) => addressKey(address) === key)
}
