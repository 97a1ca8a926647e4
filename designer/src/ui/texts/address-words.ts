import { SMS_CHANNEL } from '@patchbay/shared/api'
import type { ChannelKind } from '@patchbay/shared/nodes'

/** How the addresses of one channel are spoken of. */
export interface AddressWords {
  /** `Number`, `Bot`. */
  readonly title: string
  readonly one: string
  readonly many: string
  /** What is sent there: `text`, `message`. */
  readonly message: string
  /** On buttons: `Assign Number(s)`. */
  readonly assign: string
  /** `no number to be texted at` */
  readonly reached: string
}

type Named = Pick<ChannelKind, 'id' | 'addressTitle'>

const numbers: Named = { id: SMS_CHANNEL, addressTitle: 'Number' }

/** @param kind of the catalog; numbers where it is not known */
export function addressWords({ id, addressTitle }: Named = numbers): AddressWords {
  const one = addressTitle.toLowerCase()
  const many = one.endsWith('s') ? `${one}es` : `${one}s`
  const words =
    id === SMS_CHANNEL ? { message: 'text', reached: 'texted at' } : { message: 'message', reached: 'written to' }
  return { title: addressTitle, one, many, assign: `Assign ${addressTitle}(s)`, ...words }
}
