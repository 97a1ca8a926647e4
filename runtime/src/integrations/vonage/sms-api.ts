import type { Json } from '@patchbay/shared/json'
import { countSmsSegments } from '@patchbay/shared/nodes'
import type { AddressedMessage, SendOutcome } from '../../kit/channel.ts'
import { notSentByAnswer, notSentByVerdict, notSentUnreadable } from '../../kit/not-sent.ts'
import { fieldOf, textOf } from '../../kit/values.ts'
import { vonageAccount } from './account.ts'
import { callVonage, type VonageCall, type VonageHost } from './calls.ts'
import { digitsOf, reasonOf } from './wire.ts'

const service = vonageAccount.title
/** Too many messages or connections at once: nothing was sent. */
const BUSY = new Set(['1', '10'])

export interface Sending {
  readonly message: AddressedMessage
  /** Where receipts go; undefined while the operator has not said where this server is. */
  readonly receiptUrl: string | undefined
}

/** Sends a text over the SMS API, which answers 200 also for what it refuses. */
export async function sendOverSmsApi(host: VonageHost, call: VonageCall, sending: Sending): Promise<SendOutcome> {
  const form = formOf(sending)
  const answer = await callVonage(host, call, { method: 'POST', host: 'rest', path: '/sms/json', form })
  if (!answer.isOk) return notSentByAnswer(answer, { service, reason: reasonOf(answer.body), now: host.now() })
  const parts = fieldOf(answer.body, 'messages')
  if (!Array.isArray(parts) || parts.length === 0) return notSentUnreadable(service)
  return outcomeOf(parts)
}

function formOf({ message: { from, to, content, runId, idempotencyKey }, receiptUrl }: Sending): URLSearchParams {
  const { text = '' } = content
  const { encoding } = countSmsSegments(text)
  return new URLSearchParams({
    from: digitsOf(from),
    to: digitsOf(to),
    text,
    type: encoding === 'GSM-7' ? 'text' : 'unicode',
    'client-ref': runId ?? idempotencyKey,
    ...(receiptUrl === undefined ? {} : { callback: receiptUrl, 'status-report-req': '1' }),
  })
}

/** There is one entry for each segment. */
function outcomeOf(parts: readonly Json[]): SendOutcome {
  const failed = parts.find((part) => textOf(fieldOf(part, 'status')) !== '0')
  if (failed !== undefined) {
    const status = textOf(fieldOf(failed, 'status'))
    const notSent = notSentByVerdict({ service, reason: `${status} ${textOf(fieldOf(failed, 'error-text'))}`.trim() })
    // A segment that went before a refused one cannot be called back.
    const nothingWent = parts.every((part) => BUSY.has(textOf(fieldOf(part, 'status'))))
    return nothingWent ? { ...notSent, retry: {} } : notSent
  }
  const messageId = textOf(fieldOf(parts[0], 'message-id'))
  if (messageId === '') return notSentUnreadable(service)
  return { ok: true, messageId, status: 'queued', segments: parts.length }
}
