import type { MessageContent } from '@patchbay/shared/api'
import { countSmsSegments } from '@patchbay/shared/nodes'
import type { SendOutcome } from '../../kit/channel.ts'
import { fileOf } from '../../kit/message-content.ts'
import { notSentByAnswer, notSentUnreadable } from '../../kit/not-sent.ts'
import { fieldOf } from '../../kit/values.ts'
import { vonageAccount } from './account.ts'
import type { VonageApplication } from './application.ts'
import { callVonage, type VonageCall, type VonageHost } from './calls.ts'
import type { Sending } from './sms-api.ts'
import { applicationToken } from './tokens.ts'
import { digitsOf, reasonOf } from './wire.ts'

const service = vonageAccount.title

export interface ApplicationSending extends Sending, VonageApplication {}

/**
 * Sends a text, or one file with the text as its caption, over the Messages API.
 * @throws AppError SECRET_MISSING when the private key cannot be read
 */
export async function sendOverMessagesApi(
  host: VonageHost,
  call: VonageCall,
  { message, receiptUrl, applicationId, privateKey }: ApplicationSending,
): Promise<SendOutcome> {
  const token = applicationToken(applicationId, privateKey, host.now())
  const json = {
    ...bodyOf(message.content),
    to: digitsOf(message.to),
    from: digitsOf(message.from),
    client_ref: message.idempotencyKey,
    ...(receiptUrl === undefined ? {} : { webhook_url: receiptUrl, webhook_version: 'v1' }),
  }
  const answer = await callVonage(host, call, { method: 'POST', host: 'api', path: '/v1/messages', json, token })
  if (!answer.isOk) return notSentByAnswer(answer, { service, reason: reasonOf(answer.body), now: host.now() })
  const messageId = fieldOf(answer.body, 'message_uuid')
  if (typeof messageId !== 'string' || messageId === '') return notSentUnreadable(service)
  return { ok: true, messageId, status: 'queued', segments: countSmsSegments(message.content.text ?? '').segments }
}

function bodyOf(content: MessageContent) {
  const { text = '' } = content
  const file = fileOf(content)
  if (file === undefined) return { channel: 'sms', message_type: 'text', text }
  const kind = kindOf(file.type)
  return { channel: 'mms', message_type: kind, [kind]: { url: file.url, ...(text === '' ? {} : { caption: text }) } }
}

/** A file of an unknown type counts as a picture, as most are. */
function kindOf(type = ''): 'image' | 'audio' | 'video' | 'vcard' {
  const [family, subtype = ''] = type.toLowerCase().split('/')
  if (family === 'audio' || family === 'video') return family
  return subtype.includes('vcard') ? 'vcard' : 'image'
}
