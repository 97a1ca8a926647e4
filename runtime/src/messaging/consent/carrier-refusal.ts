import { contactPointId } from '../../store/messages/contact-point-id.ts'
import { uuidv7 } from '../../store/uuid.ts'
import { type ChannelKinds, contactAccountOf } from '../channel-kinds.ts'
import type { ConsentRepository } from './consent-repository.ts'
import type { OptedOut } from './opted-out.ts'

/** A message that a carrier refused because the contact has opted out there. */
export interface CarrierRefusal {
  readonly channel: string
  readonly accountId: string
  /** Ours, and theirs. */
  readonly address: string
  readonly contact: string
  /** What the carrier said. */
  readonly detail: string
}

export interface CarrierRefusalOptions {
  readonly consents: Pick<ConsentRepository, 'record'>
  readonly optedOut: OptedOut
  readonly kinds: ChannelKinds
  readonly now: () => Date
  onError(error: unknown): void
}

const MOST_LETTERS = 200

/**
 * Records that the contact has opted out of messages from our address, on channels where a word lifts it again. Never
 * throws.
 */
export function createCarrierRefusal({ consents, optedOut, kinds, now, onError }: CarrierRefusalOptions) {
  return async ({ channel, accountId: ours, address, contact, detail: said }: CarrierRefusal): Promise<void> => {
    const kind = kinds.get(channel)
    // Where no word lifts it, the service itself decides each time.
    if (kind?.hasConsentWords !== true) return
    try {
      const at = now()
      const accountId = contactAccountOf(kind, ours)
      const place = { contactPointId: contactPointId({ channel, accountId, value: contact }), address }
      if (await optedOut.has(place)) return
      const detail = said.slice(0, MOST_LETTERS)
      const change = { id: uuidv7(at), at, ...place, accountId, channel, contact, detail }
      await consents.record([{ ...change, state: 'out', source: 'carrier' }])
      await optedOut.refresh()
    } catch (error) {
      onError(error)
    }
  }
}
