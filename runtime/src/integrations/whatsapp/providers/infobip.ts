import type { MessageContent } from '@patchbay/shared/api'
import { AppError } from '@patchbay/shared/errors'
import { type Json, type JsonObject, stringifyJson } from '@patchbay/shared/json'
import { accountCheck, checkLine } from '../../../kit/account-check.ts'
import { givenUrl } from '../../../kit/account-properties.ts'
import type { CallbackEvent } from '../../../kit/callback.ts'
import { readCallbackJson } from '../../../kit/callback-body.ts'
import type { SendOutcome } from '../../../kit/channel.ts'
import { downloadMedia, isAt } from '../../../kit/media.ts'
import { fileOf, placeOf } from '../../../kit/message-content.ts'
import { gapsIn } from '../../../kit/message-template.ts'
import { notSentByAnswer, notSentByVerdict, notSentUnreadable } from '../../../kit/not-sent.ts'
import { callService, refusedCall, type ServiceAnswer } from '../../../kit/service-call.ts'
import { undelivered } from '../../../kit/undelivered.ts'
import { fieldOf, listOf, textOf } from '../../../kit/values.ts'
import {
  digitsOf,
  readStatus,
  reasonOf,
  receiptStatusOf,
  requireInfobip,
  requireWebhookLogin,
  rowsOf,
  setSubscription,
  timeIn,
} from '../../infobip/wire.ts'
import { type WhatsAppProperties, whatsappAccount } from '../account.ts'
import {
  ignored,
  type Provider,
  type ProviderCall,
  referralOf,
  type SendingMessage,
  type WhatsAppHost,
} from '../provider.ts'
import { whatsapp } from '../whatsapp-channel.ts'

const service = 'Infobip'

/** WhatsApp over Infobip. A message carries our key as its id, by which its log shows it to people. */
export const infobip: Provider = {
  needed: [
    ['apiUrl', 'API URL'],
    ['apiKey', 'API Key'],
  ],
  async send(host, call, message) {
    const [path, body] = requestOf(message)
    return outcomeOf(await callInfobip(host, call, { method: 'POST', path, body }), host.now())
  },
  verify: ({ headers }, properties) => requireWebhookLogin(headers.authorization, properties),
  read(request, properties) {
    const rows = rowsOf(readCallbackJson(request), 'results')
    if (rows === undefined) throw new AppError('INVALID_INPUT', 'results is missing.')
    return rows.flatMap((row) => eventsOf(row, properties))
  },
  async check(host, call) {
    const balance = await checkLine(async () => {
      const answer = await callInfobip(host, call, { method: 'GET', path: '/account/1/balance' })
      if (answer.statusCode === 403) return 'The key is right. It may not read the balance.'
      if (answer.statusCode === 401) throw refusedCall('Infobip does not know this API key at this API URL.')
      requireInfobip(answer)
      return 'The key is right.'
    })
    if (!balance.ok) return accountCheck([balance], '')
    const number = await checkLine(async () => {
      await listTemplates(host, call)
      return `WhatsApp messages can be sent from ${call.properties.number}.`
    })
    return accountCheck([balance, number], 'Infobip answers.')
  },
  async templates(host, call) {
    return (await listTemplates(host, call)).flatMap((row) => {
      const [name, language, status] = ['name', 'language', 'status'].map((field) => textOf(fieldOf(row, field)))
      if (name === undefined || language === undefined || status !== 'APPROVED') return []
      const text = textOf(fieldOf(fieldOf(fieldOf(row, 'structure'), 'body'), 'text'))
      return [{ name, language, text, gaps: gapsIn(text) }]
    })
  },
  async setWebhook(host, call, { url, accountId }) {
    const { webhookUsername: username = '', webhookPassword: password = '', number } = call.properties
    const line = await checkLine(async () => {
      if (username === '' || password === '') throw refusedCall('Enter a webhook username and password first.')
      await setSubscription((request) => callInfobip(host, call, request), {
        ...{ id: `patchbay-${accountId}`, channel: 'WHATSAPP', events: ['DELIVERY', 'SEEN', 'INBOUND_MESSAGE'] },
        ...{ resources: [digitsOf(number)], url, credentials: { username, password } },
      })
      return 'Messages and reports of the number come here.'
    })
    return accountCheck([line], 'Infobip sends the messages of the number here.')
  },
  fetchMedia: (host, { properties, signal }, { url }) =>
    downloadMedia(host.web, {
      url,
      signal,
      credential: [keyOf(properties)],
      isOwnHost: (target) => isAt(target, urlOf(properties)),
    }),
}

interface Request {
  readonly method: 'GET' | 'POST' | 'PUT'
  readonly path: string
  readonly body?: JsonObject | undefined
}

function callInfobip(host: WhatsAppHost, { properties, signal }: ProviderCall, { method, path, body }: Request) {
  const json = body === undefined ? {} : { body: stringifyJson(body) }
  const headers = [keyOf(properties), ...(body === undefined ? [] : [['content-type', 'application/json'] as const])]
  return callService(host.web, { method, url: `${urlOf(properties)}${path}`, headers, ...json, signal })
}

function keyOf({ apiKey = '' }: WhatsAppProperties): readonly [string, string] {
  return ['authorization', `App ${apiKey}`]
}

/** Infobip has no usual address, so the account names one. */
function urlOf({ apiUrl }: WhatsAppProperties): string {
  return givenUrl(apiUrl) ?? ''
}

/** @throws AppError HTTP_STATUS */
async function listTemplates(host: WhatsAppHost, call: ProviderCall): Promise<readonly Json[]> {
  const path = `/whatsapp/2/senders/${digitsOf(call.properties.number)}/templates`
  const answer = await callInfobip(host, call, { method: 'GET', path })
  requireInfobip(answer)
  return listOf(fieldOf(answer.body, 'templates'))
}

function requestOf({ from, to, content, idempotencyKey }: SendingMessage): readonly [string, JsonObject] {
  const place = { from: digitsOf(from), to: digitsOf(to), messageId: idempotencyKey }
  const { template, text = '', location, buttons = [] } = content
  if (template !== undefined) {
    const { name, language, parameters } = template
    const body = { templateName: name, templateData: { body: { placeholders: [...parameters] } }, language }
    return ['/whatsapp/1/message/template', { messages: [{ ...place, content: body }] }]
  }
  const file = fileOf(content)
  if (file !== undefined) {
    const kind = kindOf(file.type)
    const caption = text === '' || kind === 'audio' ? {} : { caption: text }
    return [`/whatsapp/1/message/${kind}`, { ...place, content: { mediaUrl: file.url, ...caption } }]
  }
  if (location !== undefined) return ['/whatsapp/1/message/location', { ...place, content: { ...location } }]
  if (buttons.length === 0) return ['/whatsapp/1/message/text', { ...place, content: { text } }]
  const action = { buttons: buttons.map(({ id, title }) => ({ type: 'REPLY', id, title })) }
  return ['/whatsapp/1/message/interactive/buttons', { ...place, content: { body: { text }, action } }]
}

function kindOf(type = ''): 'image' | 'video' | 'audio' | 'document' {
  const [kind] = type.split('/')
  return kind === 'image' || kind === 'video' || kind === 'audio' ? kind : 'document'
}

function outcomeOf(answer: ServiceAnswer, now: Date): SendOutcome {
  if (!answer.isOk) return notSentByAnswer(answer, { service, reason: reasonOf(answer.body), now })
  const row = rowsOf(answer.body, 'messages')?.[0] ?? answer.body
  const messageId = textOf(fieldOf(row, 'messageId'))
  const given = readStatus(row)
  const status = receiptStatusOf(given)
  // Infobip answers 200 to what it rejects, too.
  if (status === 'undelivered') return notSentByVerdict({ service, reason: `${given.name} ${given.description}` })
  if (messageId === '' || status === undefined) return notSentUnreadable(service)
  return { ok: true, messageId, status, segments: 1 }
}

function eventsOf(row: Json, properties: WhatsAppProperties): readonly CallbackEvent[] {
  const messageId = textOf(fieldOf(row, 'messageId'))
  if (messageId === '') return ignored('a row without an id')
  if (fieldOf(row, 'seenAt') !== undefined) {
    return [{ kind: 'receipt', receipt: { messageId, status: 'read', ...timeIn(row, 'seenAt') } }]
  }
  if (fieldOf(row, 'status') !== undefined) return receiptOf(row, messageId)
  const message = fieldOf(row, 'message')
  const content = contentOf(message)
  const from = textOf(fieldOf(row, 'from'))
  if (content === undefined || from === '') return ignored('a message of a kind that Patchbay does not use')
  const name = textOf(fieldOf(fieldOf(row, 'contact'), 'name'))
  const place = { channel: whatsapp.id, id: messageId, from, to: properties.number }
  const referral = fieldOf(message, 'referral')
  const said = {
    ...content,
    ...referralOf((part) => textOf(fieldOf(referral, part === 'id' ? 'sourceId' : 'sourceType'))),
  }
  return [{ kind: 'message', message: { ...place, content: said, ...(name === '' ? {} : { contactName: name }) } }]
}

function receiptOf(row: Json, messageId: string): readonly CallbackEvent[] {
  const given = readStatus(row)
  // Only that a message reached the operator is no news here.
  const status = receiptStatusOf(given)
  if (status === undefined) return ignored(`the status ${given.name}`)
  const at = timeIn(row, 'doneAt')
  if (status !== 'undelivered') return [{ kind: 'receipt', receipt: { messageId, status, ...at } }]
  const reason = textOf(fieldOf(fieldOf(row, 'error'), 'name')) || given.name
  const error = undelivered(whatsappAccount.title, { reason, code: textOf(fieldOf(fieldOf(row, 'error'), 'id')) })
  return [{ kind: 'receipt', receipt: { messageId, status, error, ...at } }]
}

const types: Readonly<Record<string, string>> = {
  IMAGE: 'image/jpeg',
  VIDEO: 'video/mp4',
  AUDIO: 'audio/mp4',
  VOICE: 'audio/ogg',
  DOCUMENT: 'application/octet-stream',
}

function contentOf(message: Json | undefined): MessageContent | undefined {
  const field = (name: string) => textOf(fieldOf(message, name))
  const kind = field('type')
  const quoted = textOf(fieldOf(fieldOf(message, 'context'), 'id'))
  const reply = quoted === '' ? {} : { replyTo: quoted }
  const type = types[kind]
  if (type !== undefined) {
    const caption = field('caption')
    return { ...(caption === '' ? {} : { text: caption }), media: [{ url: field('url'), type }], ...reply }
  }
  switch (kind) {
    case 'TEXT':
      return { text: field('text'), ...reply }
    case 'STICKER':
      return { sticker: { id: field('url') }, ...reply }
    case 'BUTTON':
      return { text: field('text'), choice: { id: field('payload') || field('text'), title: field('text') }, ...reply }
    case 'INTERACTIVE_BUTTON_REPLY':
    case 'INTERACTIVE_LIST_REPLY':
      return { choice: { id: field('id'), title: field('title') }, ...reply }
    case 'REACTION':
      return field('emoji') === '' ? undefined : { reaction: { emoji: field('emoji'), messageId: quoted } }
    case 'LOCATION': {
      const place = placeOf(field('latitude'), field('longitude'), field('name') || field('address'))
      return place === undefined ? undefined : { ...place, ...reply }
    }
    case 'CONTACT': {
      const [contact] = rowsOf(message, 'contacts') ?? []
      const phones = (rowsOf(contact, 'phones') ?? []).map((phone) => textOf(fieldOf(phone, 'phone')))
      const name = textOf(fieldOf(fieldOf(contact, 'name'), 'formattedName'))
      return { contactCard: { name, points: phones.filter((phone) => phone !== '') }, ...reply }
    }
    default:
      return undefined
  }
}
