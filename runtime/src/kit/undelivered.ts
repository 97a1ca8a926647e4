import type { RunErrorBody } from '@patchbay/shared/api'

/** Why a message did not reach the contact, for a receipt. `code` is the service's own; empty when it gave none. */
export function undelivered(service: string, { reason, code }: { readonly reason: string; readonly code: string }) {
  const message = `${service} could not deliver the message: ${reason}`
  return { code: 'MESSAGE_REFUSED', message, ...(code === '' ? {} : { serviceCode: code }) } satisfies RunErrorBody
}
