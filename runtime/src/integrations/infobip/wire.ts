import type { Json } from '@patchbay/shared/json'
import type { ReceiptStatus } from '../../kit/delivery-receipt.ts'
import { fieldOf, textOf } from '../../kit/values.ts'

/** Infobip writes numbers without the plus. */
export function digitsOf(address: string): string {
  return address.replace(/^\+/, '')
}

/** The verdict about a message, in answers, logs and reports alike. */
export interface InfobipStatus {
  readonly group: string
  readonly name: string
  readonly description: string
}

export function readStatus(message: Json | undefined): InfobipStatus {
  const status = fieldOf(message, 'status')
  const [group, name, description] = ['groupName', 'name', 'description'].map((field) => textOf(fieldOf(status, field)))
  return { group: group ?? '', name: name ?? '', description: description ?? '' }
}

/** Undefined for a group that says nothing about the way of the message. */
export function receiptStatusOf({ group, name }: InfobipStatus): ReceiptStatus | undefined {
  // The group also holds messages that only reached the operator.
  if (group === 'DELIVERED') return name === 'DELIVERED_TO_HANDSET' ? 'delivered' : 'sent'
  return groups[group]
}

const groups: Readonly<Record<string, ReceiptStatus>> = {
  ACCEPTED: 'queued',
  PENDING: 'queued',
  UNDELIVERABLE: 'undelivered',
  EXPIRED: 'undelivered',
  REJECTED: 'undelivered',
}

/** What an error says, in both shapes that Infobip has. */
export function reasonOf(body: Json | undefined): string {
  const exception = fieldOf(fieldOf(body, 'requestError'), 'serviceException')
  const parts = [
    ...[fieldOf(exception, 'messageId'), fieldOf(exception, 'text')],
    ...[fieldOf(body, 'errorCode'), fieldOf(body, 'description')],
  ]
  return parts
    .map(textOf)
    .filter((part) => part !== '')
    .join(' ')
}

/** The rows of an answer or a call. */
export function rowsOf(body: Json | undefined, name: string): readonly Json[] | undefined {
  const rows = fieldOf(body, name)
  return Array.isArray(rows) ? rows : undefined
}
