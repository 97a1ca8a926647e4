import type { Json, JsonObject } from '@patchbay/shared/json'
import { basicCredentials } from '../../kit/basic-credentials.ts'
import type { ReceiptStatus } from '../../kit/delivery-receipt.ts'
import { requireOk, type ServiceAnswer } from '../../kit/service-call.ts'
import { noSignature, wrongSignature } from '../../kit/signatures.ts'
import { fieldOf, textOf } from '../../kit/values.ts'
import { equalText } from '../../platform/constant-time.ts'

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

/** What Infobip signs in with when it calls. */
export interface WebhookLogin {
  readonly webhookUsername?: string
  readonly webhookPassword?: string
}

/**
 * Checks the Basic authentication of a call of Infobip.
 * @throws AppError UNAUTHENTICATED without one, INVALID_TOKEN when it is wrong
 */
export function requireWebhookLogin(header: string | undefined, login: WebhookLogin): void {
  const given = basicCredentials(header)
  if (given === undefined) throw noSignature('Sign in with the webhook username and password (Basic).')
  const { webhookUsername = '', webhookPassword = '' } = login
  const isRight = equalText(`${given.username}:${given.password}`, `${webhookUsername}:${webhookPassword}`)
  // Without a password no caller gets in.
  if (webhookPassword === '' || !isRight) throw wrongSignature('The webhook username or password is wrong.')
}

/** A time in a row, whose zone Infobip writes without a colon; undefined when it cannot be read. */
export function timeIn(row: Json, name: string): { readonly at: Date } | undefined {
  const at = new Date(textOf(fieldOf(row, name)).replace(/([+-]\d\d)(\d\d)$/, '$1:$2'))
  return Number.isNaN(at.getTime()) ? undefined : { at }
}

/** Calls Infobip with the credential of the account. */
type AskInfobip = (request: {
  readonly method: 'GET' | 'POST' | 'PUT'
  /** With its slash in front. */
  readonly path: string
  readonly body?: JsonObject
}) => Promise<ServiceAnswer>

interface Subscription {
  /** Ours, by which it is found again. */
  readonly id: string
  /** As Infobip writes it, such as `SMS`. */
  readonly channel: string
  readonly events: readonly string[]
  /** The numbers that it is about, as digits. */
  readonly resources: readonly string[]
  readonly url: string
  /** What Infobip signs in with when it calls. */
  readonly credentials: { readonly username: string; readonly password: string }
}

/**
 * Makes Infobip send these events to the address, or changes the subscription of this id.
 * @throws AppError HTTP_STATUS with Infobip's words
 */
export async function setSubscription(ask: AskInfobip, subscription: Subscription): Promise<void> {
  const { id, channel, events, resources, url, credentials } = subscription
  const path = `/subscriptions/1/subscription/${channel}`
  const known = await ask({ method: 'GET', path: `${path}/${id}` })
  const security = { type: 'BASIC', credentials }
  const profile = { webhook: { notifyUrl: url } }
  const about = { name: 'Patchbay', events, resources }
  const write = async (method: 'POST' | 'PUT', to: string, body: JsonObject): Promise<void> => {
    requireInfobip(await ask({ method, path: to, body }))
  }
  if (known.statusCode === 404) {
    const made = { profileId: id, ...profile, security: { authId: id, ...security } }
    return write('POST', path, { subscriptionId: id, ...about, profile: made })
  }
  requireInfobip(known)
  await write('PUT', `/subscriptions/1/security/${id}`, security)
  await write('PUT', `/subscriptions/1/profiles/${id}`, { ...profile, security: { authId: id } })
  await write('PUT', `${path}/${id}`, { ...about, profile: { profileId: id } })
}

/** @throws AppError HTTP_STATUS with Infobip's words unless the answer is 2xx */
export function requireInfobip(answer: ServiceAnswer): Json | undefined {
  requireOk(answer, { service: 'Infobip', reason: reasonOf(answer.body) })
  return answer.body
}
