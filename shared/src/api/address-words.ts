import { ANY_CHANNEL, type ChannelKind } from '../nodes/node-definition.ts'
import { SMS_CHANNEL } from './ids.ts'

/** How sentences speak of the addresses of one channel, or of all channels. */
export interface AddressWords {
  /** `Number`, `Bot`. */
  readonly title: string
  /** `number`. */
  readonly one: string
  /** `a number`, `an address`. */
  readonly any: string
  /** `numbers`. */
  readonly many: string
  /** What is sent there: `text`, `message`. */
  readonly message: string
  /** On buttons: `Assign Number(s)`, `Assign Address(es)`. */
  readonly assign: string
  /** `no number to be texted at` */
  readonly reached: string
}

type Named = Pick<ChannelKind, 'id' | 'addressTitle'>

const numbers: Named = { id: SMS_CHANNEL, addressTitle: 'Number' }

/** @param kind numbers where it is not known */
export function addressWords({ id, addressTitle }: Named = numbers): AddressWords {
  const one = addressTitle.toLowerCase()
  const any = /^[aeiou]/.test(one) ? `an ${one}` : `a ${one}`
  const many = one.endsWith('s') ? `${one}es` : `${one}s`
  const words =
    id === SMS_CHANNEL ? { message: 'text', reached: 'texted at' } : { message: 'message', reached: 'written to' }
  return { title: addressTitle, one, any, many, assign: `Assign ${addressTitle}(${many.slice(one.length)})`, ...words }
}

/**
 * The words for addresses of all channels of an installation together: numbers, as long as all of them are.
 *
 * @param kinds none while they are not known yet
 */
export function wordsOfAllAddresses(kinds: readonly Named[]): AddressWords {
  const isNumbers = kinds.length > 0 && kinds.every(({ id }) => id === SMS_CHANNEL)
  return addressWords(isNumbers ? numbers : { id: 'all', addressTitle: 'Address' })
}

/** The words for the addresses of a channel that a trigger listens to, or of all of them. */
export function wordsOfListened(channel: string, kinds: readonly Named[]): AddressWords {
  return channel === ANY_CHANNEL ? wordsOfAllAddresses(kinds) : addressWords(kinds.find(({ id }) => id === channel))
}

/** The name of the page that lists them: `Numbers`, `Addresses`. */
export function addressesTitle(kinds: readonly Named[]): string {
  const { title, one, many } = wordsOfAllAddresses(kinds)
  return `${title}${many.slice(one.length)}`
}
