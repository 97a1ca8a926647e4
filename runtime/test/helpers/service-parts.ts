import type { AccountCall, OpenAccount } from '../../src/kit/account.ts'
import type { CallbackRequest } from '../../src/kit/callback.ts'
import type { AddressedMessage } from '../../src/kit/channel.ts'
import type { Integration, IntegrationHost } from '../../src/kit/integration.ts'
import type { WebClient } from '../../src/platform/egress/web-client.ts'
import type { ServiceStandIn } from '../stand-ins/service-stand-in.ts'
import { idleHost } from './integration-parts.ts'
import { webClient } from './outside-calls.ts'

const { signal } = new AbortController()

/** What a click on the account's page passes on. */
export const accountCall: AccountCall = { baseUrl: 'https://patchbay.example.com', signal }

interface PartsChange {
  readonly properties?: Readonly<Record<string, unknown>>
  readonly web?: WebClient
  readonly host?: Partial<IntegrationHost>
}

function madeParts(integration: Integration, service: ServiceStandIn, change: PartsChange) {
  const properties = { ...service.properties, ...change.properties }
  const account: OpenAccount = { id: 'account-1', name: 'Account', properties }
  const host = idleHost(integration)
  const parts = integration.create({
    ...host,
    web: change.web ?? webClient(),
    url: (name) => service.hosts[name] ?? host.url(name),
    accounts: { ...host.accounts, open: async (id) => (id === account.id ? account : undefined) },
    ...change.host,
  })
  return { account, parts }
}

/** A messenger that calls its stand-in, with one account. */
export function messengerOf(integration: Integration, service: ServiceStandIn, change: PartsChange = {}) {
  const { account, parts } = madeParts(integration, service, change)
  const { channel, callback, check } = parts
  if (channel === undefined || callback === undefined || check === undefined) {
    throw new Error(`${integration.id} is no messenger.`)
  }
  return { ...parts, account, channel, callback, check }
}

/** A carrier that calls its stand-in, with one account. */
export function partsOf(integration: Integration, service: ServiceStandIn, change: PartsChange = {}) {
  const { account, parts } = madeParts(integration, service, change)
  const { channel, check, setWebhook, importAddresses, callback, fetchMedia } = parts
  if (channel === undefined || callback === undefined) throw new Error(`${integration.id} carries no messages.`)
  if (check === undefined || setWebhook === undefined || importAddresses === undefined) {
    throw new Error(`${integration.id} is no carrier.`)
  }
  return { account, channel, callback, check, setWebhook, importAddresses, fetchMedia }
}

/** A message from the stand-in's address to its contact. */
export function messageFrom(service: ServiceStandIn, change: Partial<AddressedMessage> = {}): AddressedMessage {
  const runId = '01990000-0000-7000-8000-000000000001'
  const place = { accountId: 'account-1', channel: 'sms', from: service.address.value, to: service.contact }
  return { ...place, content: { text: 'Hello' }, idempotencyKey: `${runId}.2.1`, runId, ...change }
}

/** A call of a service at the callback address of an account, as the route passes it on. */
export function callbackRequest(call: {
  readonly method?: string
  readonly url: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}): CallbackRequest {
  const { method = 'POST', url, headers = {}, body = '' } = call
  const query = new URLSearchParams(url.includes('?') ? url.slice(url.indexOf('?') + 1) : '')
  return { method, url, headers, query, rawBody: new TextEncoder().encode(body) }
}
