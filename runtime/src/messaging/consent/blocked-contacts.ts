import type { ContactBlock } from '../../kit/inbound-message.ts'
import { contactPointId } from '../../store/messages/contact-point-id.ts'
import { uuidv7 } from '../../store/uuid.ts'
import { contactAccountOf } from '../channel-kinds.ts'
import type { CarrierRefusalOptions } from './carrier-refusal.ts'
import type { ConsentRepository } from './consent-repository.ts'

export interface BlockedContactsOptions extends Pick<CarrierRefusalOptions, 'optedOut' | 'kinds' | 'now'> {
  readonly consents: Pick<ConsentRepository, 'record' | 'sourceOf'>
}

/**
 * Records that a contact has blocked one of our addresses at its service, and that it does so no longer. The second lifts
 * only the first: what the contact or a person here has said stays.
 */
export function createBlockedContacts({ consents, optedOut, kinds, now }: BlockedContactsOptions) {
  return async ({ channel, accountId: ours, contact: given, ...block }: ContactBlock): Promise<boolean> => {
    const kind = kinds.get(channel)
    const spelled = (value: string) => kind?.normalise(value, 'service') ?? value
    const [contact, address, accountId] = [spelled(given), spelled(block.address), contactAccountOf(kind, ours)]
    const place = { contactPointId: contactPointId({ channel, accountId, value: contact }), address }
    if ((await optedOut.has(place)) === block.isBlocked) return false
    if (!block.isBlocked && (await consents.sourceOf(place)) !== 'carrier') return false
    const [at, state] = [now(), block.isBlocked ? 'out' : 'in'] as const
    const change = { id: uuidv7(at), at, ...place, accountId, channel, contact, detail: block.detail }
    await consents.record([{ ...change, state, source: 'carrier' }])
    await optedOut.refresh()
    return true
  }
}
