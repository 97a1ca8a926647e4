import type { Json } from '@patchbay/shared/json'
import type { ReceiptStatus } from '../../kit/delivery-receipt.ts'
import { hmac } from '../../kit/signatures.ts'
import { fieldOf, textOf } from '../../kit/values.ts'

/** A message as the API answers it. */
export interface TwilioMessage {
  readonly sid: string
  readonly status: string
  /** Zero while a messaging service has not chosen the sender yet. */
  readonly segments: number
  /** Why it failed; empty otherwise. */
  readonly error: string
}

/** Undefined for an answer without a message. */
export function readMessage(body: Json | undefined): TwilioMessage | undefined {
  const sid = fieldOf(body, 'sid')
  if (typeof sid !== 'string' || sid === '') return undefined
  const code = textOf(fieldOf(body, 'error_code'))
  return {
    sid,
    status: textOf(fieldOf(body, 'status')),
    segments: Number(textOf(fieldOf(body, 'num_segments'))) || 0,
    error: [code, textOf(fieldOf(body, 'error_message'))].filter((part) => part !== '').join(' '),
  }
}

/** The code of an error that says that the contact has opted out of messages from this number. */
export const OPTED_OUT_CODE = '21610'

/** The code of an error of the API; empty without one. */
export function codeOf(body: Json | undefined): string {
  return textOf(fieldOf(body, 'code'))
}

/** What an error of the API says: `21211 The 'To' number is not a valid phone number`. */
export function reasonOf(body: Json | undefined): string {
  const parts = [fieldOf(body, 'code'), fieldOf(body, 'message')].map(textOf)
  return parts.filter((part) => part !== '').join(' ')
}

/** Statuses of a message that is on its way or has arrived. Those that are missing say nothing about it. */
export const receiptStatuses: Readonly<Record<string, ReceiptStatus>> = {
  accepted: 'queued',
  scheduled: 'queued',
  queued: 'queued',
  sending: 'queued',
  sent: 'sent',
  delivered: 'delivered',
  read: 'read',
  undelivered: 'undelivered',
  failed: 'undelivered',
  canceled: 'undelivered',
}

/**
 * The signature of a call: over the URL as registered, and over all fields of a form, sorted by name. A repeated field
 * counts each of its values once.
 */
export function signatureOf(authToken: string, url: string, fields: URLSearchParams): string {
  const names = [...new Set(fields.keys())].sort()
  const signed = names.flatMap((name) => [...new Set(fields.getAll(name))].sort().map((value) => `${name}${value}`))
  return hmac('sha1', authToken, `${url}${signed.join('')}`, 'base64')
}

/**
 * The spellings of a URL that may have been signed: with the usual port of its scheme and without it. The spelling of
 * the rest is kept, because it is signed as it was sent.
 */
export function signedSpellings(url: string): readonly string[] {
  const [, scheme, host, port, rest = ''] = /^(https?):\/\/([^/?#]*?)(:\d+)?([/?#].*)?$/i.exec(url) ?? []
  if (scheme === undefined || host === undefined) return [url]
  const usual = scheme.toLowerCase() === 'https' ? ':443' : ':80'
  const spellings = [url, `${scheme}://${host}${rest}`]
  return port === undefined ? [...spellings, `${scheme}://${host}${usual}${rest}`] : spellings
}
