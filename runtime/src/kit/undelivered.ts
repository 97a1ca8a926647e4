import type { RunErrorBody } from '@patchbay/shared/api'
import { optedOutAt } from './not-sent.ts'

export interface Undelivered {
  readonly reason: string
  /** The service's own; empty when it gave none. */
  readonly code: string
  /** The code with which the service says that the contact has opted out. */
  readonly optedOutCode?: string
}

/** Why a message did not reach the contact, for a receipt. */
export function undelivered(service: string, { reason, code, optedOutCode }: Undelivered): RunErrorBody {
  const message = `${service} could not deliver the message: ${reason}`
  const own = code === '' ? {} : { serviceCode: code }
  if (code !== '' && code === optedOutCode) return { ...optedOutAt(service, reason), ...own }
  return { code: 'MESSAGE_REFUSED', message, ...own }
}
