import type { Address } from '@patchbay/shared/api'
import type { FlowConsents } from '../../kit/flow-consent.ts'
import { contactPointId } from '../../store/messages/contact-point-id.ts'
import { uuidv7 } from '../../store/uuid.ts'
import type { AddressOwner } from '../address-owners.ts'
import { type ChannelKinds, contactAccountOf } from '../channel-kinds.ts'
import type { ConsentRepository } from './consent-repository.ts'
import type { OptedOut } from './opted-out.ts'

export interface FlowConsentsOptions {
  readonly consents: Pick<ConsentRepository, 'record'>
  readonly optedOut: OptedOut
  readonly kinds: ChannelKinds
  readonly ownerOf: (address: Address) => Promise<AddressOwner | undefined>
  readonly now: () => Date
}

/** Records what flows learn of the consent of contacts. A run that does it again after a crash leaves a second entry. */
export function createFlowConsents({ consents, optedOut, kinds, ownerOf, now }: FlowConsentsOptions): FlowConsents {
  return {
    async record({ channel, contact, address, isForAddress, state, detail }) {
      const owner = await ownerOf({ channel, value: address })
      const accountId = contactAccountOf(kinds.get(channel), owner?.accountId ?? '')
      const point = contactPointId({ channel, accountId, value: contact })
      const wasOptedOut = await optedOut.has({ contactPointId: point, address })
      const at = now()
      const place = { contactPointId: point, accountId, channel, contact, address: isForAddress ? address : '' }
      await consents.record([{ id: uuidv7(at), at, ...place, state, source: 'flow', detail }])
      await optedOut.refresh()
      return { wasOptedOut }
    },
  }
}
