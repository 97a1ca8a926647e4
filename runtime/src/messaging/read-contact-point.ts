import type { AppError } from '@patchbay/shared/errors'
import type { ContactPoint } from '../store/messages/contact-point-id.ts'
import { type ChannelKinds, contactAccountOf } from './channel-kinds.ts'

interface WrittenPoint {
  readonly channel: string
  /** As a person writes it. */
  readonly value: string
  readonly accountId?: string | undefined
}

/**
 * Reads how a contact is reached, as people and programs give it.
 * @param invalid makes the error that is thrown
 */
export function readContactPoint(
  kinds: ChannelKinds,
  { channel, value: written, accountId: account = '' }: WrittenPoint,
  invalid: (place: keyof WrittenPoint, message: string) => AppError,
): ContactPoint {
  const kind = kinds.get(channel)
  if (kind === undefined) throw invalid('channel', `There is no channel "${channel}".`)
  const value = kind.normalise(written, 'person')
  if (value === undefined) throw invalid('value', 'Write it in full, such as +1 305 555 0142 for a number.')
  const whyNot = kind.whyUnreachable?.(value)
  if (whyNot !== undefined) throw invalid('value', whyNot)
  const accountId = contactAccountOf(kind, account)
  if (kind.contactsPerAccount === true && accountId === '') {
    throw invalid('accountId', 'Say which account it is: the same contact has another id in each of them.')
  }
  return { channel, accountId, value }
}
