import type { MessageContent } from '@patchbay/shared/api'
import { isJsonObject, type Json, type JsonObject, stringifyJson } from '@patchbay/shared/json'
import { accountCheck, checkLine } from '../../../kit/account-check.ts'
import { givenUrl } from '../../../kit/account-properties.ts'
import type { CallbackEvent } from '../../../kit/callback.ts'
import { readCallbackJson } from '../../../kit/callback-body.ts'
import type { SendOutcome } from '../../../kit/channel.ts'
import { downloadMedia } from '../../../kit/media.ts'
import { fileOf, placeOf } from '../../../kit/message-content.ts'
import { notSentByAnswer, notSentOptedOut, notSentUnreadable } from '../../../kit/not-sent.ts'
import { basicHeader, callService, refusedCall, requireOk, type ServiceAnswer } from '../../../kit/service-call.ts'
import { noSignature, wrongSignature } from '../../../kit/signatures.ts'
import { undelivered } from '../../../kit/undelivered.ts'
import { fieldOf, textOf } from '../../../kit/values.ts'
import { isRecord } from '../../../platform/is-record.ts'
import {
  applicationToken,
  applicationWith,
  digitsOf,
  errorNumberOf,
  isVonageHost,
  messageStatuses,
  reasonOf,
  requireMessagesToken,
} from '../../vonage/wire.ts'
import { type WhatsAppProperties, whatsappAccount } from '../account.ts'
import { ignored, type Provider, type ProviderCall, type SendingMessage, type WhatsAppHost } from '../provider.ts'
import { whatsapp } from '../whatsapp-channel.ts'

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
    const line = await checkLine(() => checkKey(host, call))
    return accountCheck([line], 'Nexmo answers.')
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
  if (typeof exp !== 'number') return `The JWT${of} does not say when it ends. It was not sent anywhere.`
  const end = new Date(exp * 1000)
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

function kindOf(type = ''): 'image' | 'video' | 'audio' | 'file' {
  const [kind] = type.split('/')
  return kind === 'image' || kind === 'video' || kind === 'audio' ? kind : 'file'
}

/** The form of v0.1. */
function nestedOf({ from, to, content, idempotencyKey }: SendingMessage): JsonObject {
  const side = (number: string) => ({ type: 'whatsapp', number: digitsOf(number) })
  const { template } = content
  const message = template === undefined ? { content: nestedContent(content) } : nestedTemplate(template)
  // At most 40 characters.
  return { from: side(from), to: side(to), message, client_ref: idempotencyKey.slice(-40) }
}

function nestedContent(content: MessageContent): JsonObject {
  const { text = '', location, buttons = [] } = content
  const file = fileOf(content)
  if (file !== undefined) {
    const kind = kindOf(file.type)
    const caption = text === '' || kind === 'audio' || kind === 'video' ? {} : { caption: text }
    return { type: kind, [kind]: { url: file.url, ...caption } }
  }
  if (location !== undefined) return { type: 'custom', custom: { type: 'location', location: { ...location } } }
  if (buttons.length > 0) return { type: 'custom', custom: interactiveOf(text, buttons) }
  return { type: 'text', text }
}

/** The form of v1. */
function flatOf({ from, to, content, idempotencyKey, receiptUrl }: SendingMessage): JsonObject {
  const webhook = receiptUrl === undefined ? {} : { webhook_url: receiptUrl, webhook_version: 'v1' }
  const place = { channel: 'whatsapp', from: digitsOf(from), to: digitsOf(to), client_ref: idempotencyKey, ...webhook }
  if (content.template === undefined) return { ...place, ...flatContent(content) }
  return { ...place, message_type: 'template', ...templateOf(content.template) }
}

function flatContent(content: MessageContent): JsonObject {
  const { text = '', location, buttons = [] } = content
  const file = fileOf(content)
  if (file !== undefined) {
    const kind = kindOf(file.type)
    const caption = text === '' || kind === 'audio' ? {} : { caption: text }
    return { message_type: kind, [kind]: { url: file.url, ...caption } }
  }
  if (location !== undefined) {
    return { message_type: 'custom', custom: { type: 'location', location: { ...location } } }
  }
  if (buttons.length > 0) return { message_type: 'custom', custom: interactiveOf(text, buttons) }
  return { message_type: 'text', text }
}

/** What WhatsApp itself takes. */
function interactiveOf(text: string, buttons: NonNullable<MessageContent['buttons']>): JsonObject {
  const rows = buttons.map(({ id, title }) => ({ type: 'reply', reply: { id, title } }))
  return { type: 'interactive', interactive: { type: 'button', body: { text }, action: { buttons: rows } } }
}

type Template = NonNullable<MessageContent['template']>

function nestedTemplate(given: Template): JsonObject {
  const { template, whatsapp: options } = templateOf(given)
  return { content: { type: 'template', template }, whatsapp: options }
}

function templateOf({ name, language, parameters }: Template) {
  return {
    template: { name, parameters: [...parameters] },
    whatsapp: { policy: 'deterministic', locale: language.replace('_', '-') },
  }
}

/** Numbers of errors: the 24 hours are over, and the contact has opted out. */
const WINDOW_CLOSED = '1340'
const OPTED_OUT = '1240'

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
  const statusCode = code === '1000' ? 429 : answer.statusCode
  return notSentByAnswer({ ...answer, statusCode }, { service, reason, now })
}

function eventsOf(event: JsonObject, properties: WhatsAppProperties): readonly CallbackEvent[] {
  const id = textOf(event.message_uuid)
  if (id === '') return ignored('an event without a message')
  if (event.status !== undefined) return receiptOf(event, id)
  const isNested = isJsonObject(event.from)
  const content = isNested ? nestedIn(fieldOf(event.message, 'content')) : flatIn(event)
  const sender = fieldOf(event.whatsapp, 'sender')
  // A person who shows no number has an id instead.
  const from = textOf(isNested ? fieldOf(event.from, 'number') : event.from) || textOf(fieldOf(sender, 'user_id'))
  if (content === undefined || from === '') return ignored('a message of a kind that Patchbay does not use')
  const name = textOf(fieldOf(event.profile, 'name'))
  const place = { channel: whatsapp.id, id, from, to: properties.number }
  return [{ kind: 'message', message: { ...place, content, ...(name === '' ? {} : { contactName: name }) } }]
}

function receiptOf(event: JsonObject, messageId: string): readonly CallbackEvent[] {
  const status = messageStatuses[textOf(event.status)]
  if (status === undefined) return ignored(`the status ${textOf(event.status).slice(0, 40)}`)
  if (status !== 'undelivered') return [{ kind: 'receipt', receipt: { messageId, status } }]
  const { error: given } = event
  const code = textOf(fieldOf(given, 'code')) || errorNumberOf(given)
  const reason = textOf(fieldOf(given, 'reason')) || reasonOf(given) || textOf(event.status)
  const error = undelivered(whatsappAccount.title, { reason, code, optedOutCode: OPTED_OUT })
  const named = code === WINDOW_CLOSED ? { ...error, code: 'WINDOW_CLOSED' } : error
  return [{ kind: 'receipt', receipt: { messageId, status, error: named } }]
}

const types: Readonly<Record<string, string>> = { image: 'image/jpeg', video: 'video/mp4', audio: 'audio/mp4' }

/** A message of v0.1, whose kind names its part. */
function nestedIn(content: Json | undefined): MessageContent | undefined {
  const kind = textOf(fieldOf(content, 'type'))
  return kind === 'text' ? { text: textOf(fieldOf(content, 'text')) } : partIn(content, kind)
}

/** A message of v1. */
function flatIn(event: JsonObject): MessageContent | undefined {
  const replyTo = textOf(fieldOf(event.context, 'message_uuid'))
  const kind = textOf(event.message_type) || 'text'
  const content = kind === 'text' ? { text: textOf(event.text) } : partIn(event, kind)
  return content === undefined || replyTo === '' ? content : { ...content, replyTo }
}

function partIn(content: Json | undefined, kind: string): MessageContent | undefined {
  const part = fieldOf(content, kind)
  const field = (name: string) => textOf(fieldOf(part, name))
  switch (kind) {
    case 'image':
    case 'video':
    case 'audio':
    case 'file': {
      const [type, caption, name] = [types[kind], field('caption'), field('name')]
      const file = { url: field('url'), ...(type === undefined ? {} : { type }), ...(name === '' ? {} : { name }) }
      return { ...(caption === '' ? {} : { text: caption }), media: [file] }
    }
    case 'location': {
      const [latitude, longitude] = [field('latitude') || field('lat'), field('longitude') || field('long')]
      return placeOf(latitude, longitude, field('name') || field('address'))
    }
    case 'reply':
      return { choice: { id: field('id'), title: field('title') } }
    case 'button':
      return { text: field('text'), choice: { id: field('payload') || field('text'), title: field('text') } }
    case 'sticker':
      return { sticker: { id: field('url') } }
    default:
      return undefined
  }
}
