import { isJsonObject, type Json, type JsonObject, stringifyJson } from '@patchbay/shared/json'
import { accountCheck, checkLine } from '../../../kit/account-check.ts'
import { givenUrl } from '../../../kit/account-properties.ts'
import { readCallbackJson } from '../../../kit/callback-body.ts'
import type { SendOutcome } from '../../../kit/channel.ts'
import { downloadMedia } from '../../../kit/media.ts'
import { gapsIn, type MessageTemplate } from '../../../kit/message-template.ts'
import { notSentByAnswer, notSentOptedOut, notSentUnreadable } from '../../../kit/not-sent.ts'
import { basicHeader, callService, refusedCall, requireOk, type ServiceAnswer } from '../../../kit/service-call.ts'
import { noSignature, wrongSignature } from '../../../kit/signatures.ts'
import { fieldOf, listOf, textOf } from '../../../kit/values.ts'
import { isRecord } from '../../../platform/is-record.ts'
import {
  applicationToken,
  applicationWith,
  errorNumberOf,
  isVonageHost,
  reasonOf,
  requireMessagesToken,
} from '../../vonage/wire.ts'
import type { WhatsAppProperties } from '../account.ts'
import { ignored, type Provider, type ProviderCall, type WhatsAppHost } from '../provider.ts'
import { eventsOf, OPTED_OUT, WINDOW_CLOSED } from './nexmo-events.ts'
import { flatOf, nestedOf } from './nexmo-forms.ts'

const service = 'Nexmo'
const DEFAULT_PATH = '/v0.1/messages'

/** WhatsApp over Nexmo (Vonage). The API URL says which of the two forms of its Messages API is spoken: v0.1 or v1. */
export const nexmo: Provider = {
  needed: [['key', 'Key']],
  async send(host, call, message) {
    const isFlat = isV1(host, call.properties)
    const body = isFlat ? flatOf(message) : nestedOf(message)
    const url = urlOf(host, call.properties)
    return outcomeOf(await callNexmo(host, call, { method: 'POST', url, body }), host.now())
  },
  verify({ headers, rawBody }, { signatureSecret: secret = '' }, now) {
    const token = /^bearer +(.+)$/i.exec(headers.authorization ?? '')?.[1]?.trim()
    if (token === undefined)
      throw noSignature('The call is not signed. Ask Nexmo to sign the messages of your account.')
    // Without a secret no caller gets in.
    if (secret === '') throw wrongSignature('The account has no Signature secret. Enter it under Accounts.')
    requireMessagesToken({ token, rawBody, secret, now })
  },
  read(request, properties) {
    const event = readCallbackJson(request)
    return isJsonObject(event) ? eventsOf(event, properties) : ignored('no event')
  },
  async check(host, call) {
    const key = await checkLine(() => checkKey(host, call))
    if (!key.ok || !hasTemplates(call)) return accountCheck([key], 'Nexmo answers.')
    const listed = await checkLine(async () => {
      await listTemplates(host, call)
      return 'The WhatsApp Business Account lists its templates.'
    })
    return accountCheck([key, listed], 'Nexmo answers.')
  },
  async templates(host, call) {
    return hasTemplates(call) ? (await listTemplates(host, call)).flatMap(templateOf) : []
  },
  async setWebhook(host, call, { url }) {
    const { applicationId = '', authenticationType } = call.properties
    // Only a key with its secret may change an application; the sandbox has none.
    if (applicationId !== '' && authenticationType === 'basic') {
      const line = await checkLine(() => setForApplication(host, call, url))
      return accountCheck([line], 'Nexmo sends the messages of the application here.')
    }
    const text = `In the Vonage dashboard, open the application, or the sandbox, and enter ${url} as its inbound URL and as its status URL.`
    return accountCheck([{ ok: true, text }], text)
  },
  async fetchMedia(host, { properties, signal }, { url }) {
    return downloadMedia(host.web, {
      url,
      signal,
      credential: [credentialOf(properties, host.now())],
      isOwnHost: (target) => isVonageHost(target, urlOf(host, properties)),
    })
  },
}

/** Without the id of the business account Nexmo shows templates to people only. */
function hasTemplates({ properties: { businessAccountId = '' } }: ProviderCall): boolean {
  return businessAccountId !== ''
}

/** @throws AppError HTTP_STATUS */
async function listTemplates(host: WhatsAppHost, call: ProviderCall): Promise<readonly Json[]> {
  const { origin } = new URL(urlOf(host, call.properties))
  const id = encodeURIComponent(call.properties.businessAccountId ?? '')
  const url = `${origin}/v2/whatsapp-manager/wabas/${id}/templates?limit=500&status=APPROVED`
  const answer = await callNexmo(host, call, { method: 'GET', url })
  requireOk(answer, { service, reason: reasonOf(answer.body) })
  return listOf(fieldOf(answer.body, 'templates'))
}

function templateOf(row: Json): readonly MessageTemplate[] {
  const [name, language, status] = ['name', 'language', 'status'].map((field) => textOf(fieldOf(row, field)))
  if (name === undefined || language === undefined || status !== 'APPROVED') return []
  const body = listOf(fieldOf(row, 'components')).find((part) => fieldOf(part, 'type') === 'BODY')
  const text = textOf(fieldOf(body, 'text'))
  return [{ name, language, text, gaps: gapsIn(text) }]
}

interface Request {
  readonly method: 'GET' | 'POST' | 'PUT'
  readonly url: string
  readonly body?: JsonObject
}

function callNexmo(host: WhatsAppHost, { properties, signal }: ProviderCall, { method, url, body }: Request) {
  const headers = [
    credentialOf(properties, host.now()),
    ...(body === undefined ? [] : [['content-type', 'application/json'] as const]),
  ]
  return callService(host.web, {
    method,
    url,
    headers,
    ...(body === undefined ? {} : { body: stringifyJson(body) }),
    signal,
  })
}

function credentialOf(properties: WhatsAppProperties, now: Date): readonly [string, string] {
  const { authenticationType = 'jwt', key = '', secret = '', applicationId = '' } = properties
  if (authenticationType === 'basic') return basicHeader(key, secret)
  const token = authenticationType === 'application' ? applicationToken(applicationId, secret, now) : key
  return ['authorization', `Bearer ${token}`]
}

function urlOf(host: WhatsAppHost, { apiUrl }: WhatsAppProperties): string {
  const url = givenUrl(apiUrl) ?? host.url('nexmo')
  return URL.parse(url)?.pathname === '/' ? `${url}${DEFAULT_PATH}` : url
}

function isV1(host: WhatsAppHost, properties: WhatsAppProperties): boolean {
  return /\/v1(\/|$)/.test(urlOf(host, properties))
}

/** The application is written as a whole, so it is read first. */
async function setForApplication(host: WhatsAppHost, call: ProviderCall, webhook: string): Promise<string> {
  const { origin } = new URL(urlOf(host, call.properties))
  const url = `${origin}/v2/applications/${encodeURIComponent(call.properties.applicationId ?? '')}`
  const { body: before, ...read } = await callNexmo(host, call, { method: 'GET', url })
  requireOk({ ...read, body: before }, { service, reason: reasonOf(before) })
  if (!isJsonObject(before)) throw refusedCall('Nexmo did not answer an application.')
  const answer = await callNexmo(host, call, { method: 'PUT', url, body: applicationWith(before, webhook) })
  requireOk(answer, { service, reason: reasonOf(answer.body) })
  return 'Messages and receipts of the application come here.'
}

/** A JWT is read here, because no call tests one without sending; a key and an application are asked for. */
async function checkKey(host: WhatsAppHost, call: ProviderCall): Promise<string> {
  const { authenticationType = 'jwt', key = '', applicationId = '' } = call.properties
  if (authenticationType === 'jwt') return checkJwt(key, host.now())
  const { origin } = new URL(urlOf(host, call.properties))
  const path =
    authenticationType === 'basic' ? '/account/get-balance' : `/v2/applications/${encodeURIComponent(applicationId)}`
  const answer = await callNexmo(host, call, { method: 'GET', url: `${origin}${path}` })
  if (answer.statusCode === 401) throw refusedCall('Nexmo does not accept this key.')
  requireOk(answer, { service, reason: reasonOf(answer.body) })
  return 'The key is right.'
}

function checkJwt(token: string, now: Date): string {
  const claims = claimsOf(token)
  if (claims === undefined) throw refusedCall('Key is no JWT: it has three parts with dots between them.')
  const { exp, application_id: application } = claims
  const of = typeof application === 'string' ? ` of the application ${application}` : ''
  const end = new Date(typeof exp === 'number' ? exp * 1000 : Number.NaN)
  if (Number.isNaN(end.getTime())) return `The JWT${of} does not say when it ends. It was not sent anywhere.`
  if (end <= now) throw refusedCall(`The JWT${of} ended at ${end.toISOString()}. Make a new one.`)
  return `The JWT${of} is valid until ${end.toISOString()}. It was not sent anywhere.`
}

function claimsOf(token: string): Readonly<Record<string, unknown>> | undefined {
  const [, claims = '', signature] = token.split('.')
  if (signature === undefined) return undefined
  try {
    const value: unknown = JSON.parse(Buffer.from(claims, 'base64url').toString('utf8'))
    return isRecord(value) ? value : undefined
  } catch {
    return undefined
  }
}

/** Numbers of errors that pass: it was not sent, and another try may help. */
const busyNumbers: ReadonlySet<string> = new Set(['1000', '1030', '1100', '1180', '1220', '1230', '1331'])

function outcomeOf(answer: ServiceAnswer, now: Date): SendOutcome {
  const messageId = textOf(fieldOf(answer.body, 'message_uuid'))
  if (answer.isOk) {
    return messageId === '' ? notSentUnreadable(service) : { ok: true, messageId, status: 'queued', segments: 1 }
  }
  const reason = reasonOf(answer.body)
  const code = errorNumberOf(answer.body)
  if (code === WINDOW_CLOSED) {
    return { ok: false, error: { code: 'WINDOW_CLOSED', message: `Nexmo did not take the message: ${reason}` } }
  }
  if (code === OPTED_OUT) return notSentOptedOut({ service, reason })
  const isBusy = answer.statusCode < 500 && busyNumbers.has(code)
  const statusCode = isBusy ? 429 : answer.statusCode
  return notSentByAnswer({ ...answer, statusCode }, { service, reason, now })
}
