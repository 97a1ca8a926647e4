import type { MessageContent } from '@patchbay/shared/api'
import { countSmsSegments } from '@patchbay/shared/nodes'
import type { SendOutcome } from '../../kit/channel.ts'
import { fileUrlsOf } from '../../kit/message-content.ts'
import { notSentByAnswer, notSentUnreadable } from '../../kit/not-sent.ts'
import { fieldOf } from '../../kit/values.ts'
import { vonageAccount } from './account.ts'
import { callVonage, type VonageCall, type VonageHost } from './calls.ts'
import type { Sending } from './sms-api.ts'
import { applicationToken } from './tokens.ts'
import { digitsOf, reasonOf } from './wire.ts'

const service = vonageAccount.title

export interface ApplicationSending extends Sending {
  readonly applicationId: string
  readonly privateKey: string
}

/**
 * Sends a text, or one file with the text as its caption, over the Messages API.
 * @throws AppError SECRET_MISSING when the private key cannot be read
 */
export async function sendOverMessagesApi(
  host: VonageHost,
  call: VonageCall,
  { message, receiptUrl, applicationId, privateKey }: ApplicationSending,
): Promise<SendOutcome> {
  if (fileUrlsOf(message.content).length > 1) return tooManyFiles
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
  const [url] = fileUrlsOf(content)
  if (url === undefined) return { channel: 'sms', message_type: 'text', text }
  const kind = kindOf(url)
  return { channel: 'mms', message_type: kind, [kind]: { url, ...(text === '' ? {} : { caption: text }) } }
}

const extensions: Readonly<Record<string, RegExp>> = {
  audio: /\.(mp3|wav|ogg|oga|amr|m4a|aac)$/i,
  video: /\.(mp4|mov|3gp|3gpp|webm|mkv)$/i,
  vcard: /\.(vcf|vcard)$/i,
}

/** The kind of a file, by the end of its address. Most files are pictures. */
function kindOf(url: string): string {
  const path = URL.canParse(url) ? new URL(url).pathname : url
  return Object.keys(extensions).find((kind) => extensions[kind]?.test(path)) ?? 'image'
}

const tooManyFiles: SendOutcome = {
  ok: false,
  error: {
    code: 'MESSAGE_REFUSED',
    message: 'Vonage sends one picture or file with a message.',
    help: 'Send the others with messages of their own.',
  },
}
