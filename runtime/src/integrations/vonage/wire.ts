import { createHash } from 'node:crypto'
import { isJsonObject, type Json, type JsonObject } from '@patchbay/shared/json'
import type { ReceiptStatus } from '../../kit/delivery-receipt.ts'
import { hmac } from '../../kit/signatures.ts'
import { fieldOf, textOf } from '../../kit/values.ts'
import type { signatureMethods } from './account.ts'

// For the other integration that speaks to the same service.
export { isVonageHost } from './media.ts'
export { applicationToken, requireMessagesToken } from './tokens.ts'

export type SignatureMethod = (typeof signatureMethods)[number]

/** The fields of a call of the SMS API, from its query, form or JSON. */
export type SmsFields = ReadonlyMap<string, string>

/** Vonage writes numbers without the plus. */
export function digitsOf(address: string): string {
  return address.replace(/^\+/, '')
}

const hashes = { MD5HMAC: 'md5', SHA1HMAC: 'sha1', SHA256HMAC: 'sha256', SHA512HMAC: 'sha512' } as const

/**
 * The signature of a call of the SMS API: all fields but `sig`, sorted by name, as `&name=value`, with `&` and `=` in
 * values replaced. Lower hex.
 */
export function signatureOf(method: SignatureMethod, secret: string, fields: SmsFields): string {
  const names = [...fields.keys()].filter((name) => name !== 'sig').sort()
  const text = names.map((name) => `&${name}=${(fields.get(name) ?? '').replace(/[&=]/g, '_')}`).join('')
  if (method === 'MD5HASH') return createHash('md5').update(`${text}${secret}`).digest('hex')
  return hmac(hashes[method], secret, text, 'hex')
}

/** Statuses of a receipt of the SMS API. `unknown` says nothing. */
export const smsStatuses: Readonly<Record<string, ReceiptStatus>> = {
  accepted: 'queued',
  buffered: 'queued',
  delivered: 'delivered',
  expired: 'undelivered',
  failed: 'undelivered',
  rejected: 'undelivered',
}

/** Statuses of the Messages API. */
export const messageStatuses: Readonly<Record<string, ReceiptStatus>> = {
  submitted: 'sent',
  delivered: 'delivered',
  read: 'read',
  rejected: 'undelivered',
  undeliverable: 'undelivered',
}

/** The number of an error of the Messages API, which ends the address of its explanation; empty without one. */
export function errorNumberOf(body: Json | undefined): string {
  return textOf(fieldOf(body, 'type')).split('#')[1] ?? ''
}

/** What an error of the Messages API says (problem JSON), or one of the account calls. */
export function reasonOf(body: Json | undefined): string {
  const parts = [fieldOf(body, 'title'), fieldOf(body, 'detail'), fieldOf(body, 'error-code-label')].map(textOf)
  return parts.filter((part) => part !== '').join(': ')
}

/** An application as Vonage answered it, as it is written with this address for messages and receipts. */
export function applicationWith({ _links: _, id: _id, ...application }: JsonObject, url: string): JsonObject {
  const given = isJsonObject(application.capabilities) ? application.capabilities : {}
  const messages = isJsonObject(given.messages) ? given.messages : {}
  const webhook = { address: url, http_method: 'POST' }
  const webhooks = { inbound_url: webhook, status_url: webhook }
  return { ...application, capabilities: { ...given, messages: { version: 'v1', ...messages, webhooks } } }
}
