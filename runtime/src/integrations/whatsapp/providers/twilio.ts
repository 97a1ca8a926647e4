import type { MessageContent } from '@patchbay/shared/api'
import { isJsonObject, type Json, stringifyJson } from '@patchbay/shared/json'
import type { ChannelAbilities } from '@patchbay/shared/nodes'
import { accountCheck, checkLine } from '../../../kit/account-check.ts'
import { givenUrl } from '../../../kit/account-properties.ts'
import type { CallbackEvent } from '../../../kit/callback.ts'
import { readCallbackForm } from '../../../kit/callback-body.ts'
import type { SendOutcome } from '../../../kit/channel.ts'
import { downloadMedia, isAt } from '../../../kit/media.ts'
import { fileUrlsOf, placeOf } from '../../../kit/message-content.ts'
import { gapsIn, type MessageTemplate } from '../../../kit/message-template.ts'
import { notSentByAnswer, notSentByVerdict, notSentOptedOut, notSentUnreadable } from '../../../kit/not-sent.ts'
import { basicHeader, callService, refusedCall, requireOk, type ServiceAnswer } from '../../../kit/service-call.ts'
import { noSignature, requireSignature } from '../../../kit/signatures.ts'
import { undelivered } from '../../../kit/undelivered.ts'
import { fieldOf, listOf, textOf } from '../../../kit/values.ts'
import {
  codeOf,
  OPTED_OUT_CODE,
  readMessage,
  reasonOf,
  receiptStatuses,
  signatureOf,
  signedSpellings,
} from '../../twilio/wire.ts'
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

const service = 'Twilio'

/** WhatsApp over Twilio. Buttons are a template there, so they become numbered lines here. */
export const twilio: Provider = {
  needed: [
    ['sid', 'SID'],
    ['token', 'Token'],
  ],
  abilities: narrowed(),
  async send(host, call, message) {
    return outcomeOf(await callTwilio(host, call, '/Messages.json', fieldsOf(message)), host.now())
  },
  verify(request, { token = '' }) {
    const given = request.headers['x-twilio-signature']
    if (given === undefined) throw noSignature('The call has no X-Twilio-Signature.')
    const fields = readCallbackForm(request)
    requireSignature(
      given,
      // Without a token no caller gets in.
      token === '' ? [] : signedSpellings(request.url).map((url) => signatureOf(token, url, fields)),
    )
  },
  read: (request, properties) => eventsOf(readCallbackForm(request), properties),
  async check(host, call) {
    const line = await checkLine(async () => {
      const answer = await callTwilio(host, call, '.json')
      if (answer.statusCode === 401) throw refusedCall('Twilio does not know this SID with this Token.')
      requireOk(answer, { service, reason: reasonOf(answer.body) })
      const status = textOf(fieldOf(answer.body, 'status'))
      if (status !== 'active') throw refusedCall(`Twilio says that the account is ${status || 'not one of its own'}.`)
      return `The account "${textOf(fieldOf(answer.body, 'friendly_name'))}" is active.`
    })
    return accountCheck([line], 'Twilio answers.')
  },
  async templates(host, { properties, signal }) {
    const answer = await callService(host.web, {
      method: 'GET',
      url: `${host.url('twilioContent')}/v1/ContentAndApprovals?PageSize=500`,
      headers: [credentialOf(properties)],
      signal,
    })
    requireOk(answer, { service, reason: reasonOf(answer.body) })
    return listOf(fieldOf(answer.body, 'contents')).flatMap(templateOf)
  },
  async setWebhook(_host, { properties }, { url }) {
    const text = `In the Twilio Console, open the WhatsApp sender ${properties.number}, or the sandbox, and enter ${url} as its webhook for incoming messages and for status callbacks.`
    return accountCheck([{ ok: true, text }], text)
  },
  fetchMedia: (host, { properties, signal }, { url }) =>
    downloadMedia(host.web, {
      url,
      signal,
      credential: [credentialOf(properties)],
      isOwnHost: (target) => isAt(target, urlOf(host, properties)),
    }),
}

/** Twilio calls a template by its id in messages. What is not approved is left out. */
function templateOf(content: Json): readonly MessageTemplate[] {
  const field = (name: string) => textOf(fieldOf(content, name))
  const { types } = isJsonObject(content) ? content : {}
  const [kind] = isJsonObject(types) ? Object.values(types) : []
  if (field('sid') === '' || textOf(fieldOf(fieldOf(content, 'approval_requests'), 'status')) !== 'approved') return []
  const text = textOf(fieldOf(kind, 'body'))
  return [{ name: field('sid'), title: field('friendly_name'), language: field('language'), text, gaps: gapsIn(text) }]
}

function narrowed(): ChannelAbilities {
  const { buttons: _buttons, ...abilities } = whatsapp.abilities
  return { ...abilities, text: { longest: 1_600, whenLonger: 'split' } }
}

function credentialOf({ sid = '', token = '' }: WhatsAppProperties): readonly [string, string] {
  return basicHeader(sid, token)
}

/** The address with the version, which people write at its end or not. */
function urlOf(host: WhatsAppHost, { apiUrl }: WhatsAppProperties): string {
  const base = givenUrl(apiUrl) ?? host.url('twilio')
  return base.endsWith('/2010-04-01') ? base : `${base}/2010-04-01`
}

function callTwilio(
  host: WhatsAppHost,
  { properties, signal }: ProviderCall,
  path: string,
  fields?: URLSearchParams,
): Promise<ServiceAnswer> {
  const url = `${urlOf(host, properties)}/Accounts/${properties.sid ?? ''}${path}`
  const credential = credentialOf(properties)
  if (fields === undefined) return callService(host.web, { method: 'GET', url, headers: [credential], signal })
  const headers = [credential, ['content-type', 'application/x-www-form-urlencoded'] as const]
  return callService(host.web, { method: 'POST', url, headers, body: fields.toString(), signal })
}

function fieldsOf({ from, to, content, receiptUrl }: SendingMessage): URLSearchParams {
  const { template, text = '', location } = content
  const fields = new URLSearchParams({ To: `whatsapp:${to}`, From: `whatsapp:${from}` })
  if (template === undefined) fields.set('Body', text)
  else {
    // Twilio numbers the gaps of a template, and knows it by an id that begins with HX.
    const variables = template.parameters.map((value, index) => [String(index + 1), value] as const)
    fields.set('ContentSid', template.name)
    fields.set('ContentVariables', stringifyJson(Object.fromEntries(variables)))
  }
  for (const url of fileUrlsOf(content)) fields.append('MediaUrl', url)
  if (location !== undefined) {
    const { latitude, longitude, name = '' } = location
    fields.set('PersistentAction', `geo:${latitude},${longitude}${name === '' ? '' : `|${name}`}`)
  }
  if (receiptUrl !== undefined) fields.set('StatusCallback', receiptUrl)
  return fields
}

function outcomeOf(answer: ServiceAnswer, now: Date): SendOutcome {
  const reason = reasonOf(answer.body)
  if (!answer.isOk && codeOf(answer.body) === OPTED_OUT_CODE) return notSentOptedOut({ service, reason })
  if (!answer.isOk) return notSentByAnswer(answer, { service, reason, now })
  const message = readMessage(answer.body)
  if (message === undefined) return notSentUnreadable(service)
  const status = receiptStatuses[message.status] ?? message.status
  if (status === 'undelivered') return notSentByVerdict({ service, reason: message.error || message.status })
  return { ok: true, messageId: message.sid, status, segments: 1 }
}

function eventsOf(fields: URLSearchParams, { number }: WhatsAppProperties): readonly CallbackEvent[] {
  const field = (name: string) => fields.get(name) ?? ''
  const id = field('MessageSid') || field('SmsSid')
  if (id === '') return ignored('a call without a message')
  const given = field('MessageStatus')
  if (given !== '') return receiptOf(id, given, field)
  const from = field('From').replace(/^whatsapp:/, '')
  const content = contentOf(field)
  if (from === '' || content === undefined) return ignored('a message of a kind that Patchbay does not use')
  const name = field('ProfileName')
  const message = { channel: whatsapp.id, id, from, to: number, content, ...(name === '' ? {} : { contactName: name }) }
  return [{ kind: 'message', message }]
}

/** Twilio tells in a report, and not in its answer, that the 24 hours are over. */
const WINDOW_CLOSED = '63016'

function receiptOf(messageId: string, given: string, field: (name: string) => string): readonly CallbackEvent[] {
  const status = receiptStatuses[given]
  if (status === undefined) return ignored(`the status ${given.slice(0, 40)}`)
  if (status !== 'undelivered') return [{ kind: 'receipt', receipt: { messageId, status } }]
  const code = field('ErrorCode')
  const reason = [code, field('ErrorMessage')].filter((part) => part !== '').join(' ') || given
  const error = undelivered(whatsappAccount.title, { reason, code, optedOutCode: OPTED_OUT_CODE })
  const named = code === WINDOW_CLOSED ? { ...error, code: 'WINDOW_CLOSED' } : error
  return [{ kind: 'receipt', receipt: { messageId, status, error: named } }]
}

function contentOf(field: (name: string) => string): MessageContent | undefined {
  const count = Math.min(Number(field('NumMedia')) || 0, 10)
  const media = Array.from({ length: count }, (_, index) => ({
    url: field(`MediaUrl${index}`),
    type: field(`MediaContentType${index}`),
  })).filter(({ url }) => url !== '')
  const [text, title, payload] = [
    field('Body'),
    field('ButtonText') || field('ListTitle'),
    field('ButtonPayload') || field('ListId'),
  ]
  const replyTo = field('OriginalRepliedMessageSid')
  const content: MessageContent = {
    ...(text === '' ? {} : { text }),
    ...(payload === '' && title === ''
      ? {}
      : { choice: { id: payload || title || '', title: title || payload || '' } }),
    ...(media.length === 0 ? {} : { media }),
    ...placeOf(field('Latitude'), field('Longitude'), field('Label') || field('Address')),
    ...referralOf((part) => field(part === 'id' ? 'ReferralSourceId' : 'ReferralSourceType')),
    ...(replyTo === '' ? {} : { replyTo }),
  }
  return Object.keys(content).some((part) => part !== 'replyTo') ? content : undefined
}
