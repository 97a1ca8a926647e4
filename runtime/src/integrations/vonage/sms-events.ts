import { AppError } from '@patchbay/shared/errors'
import type { CallbackEvent } from '../../kit/callback.ts'
import { contentOf } from '../../kit/message-content.ts'
import { undelivered } from '../../kit/undelivered.ts'
import { vonageAccount } from './account.ts'
import { readPart, type TextPart } from './part.ts'
import { type SmsFields, smsStatuses } from './wire.ts'

/** The error of a receipt that says that the contact wants no messages from this number. */
const OPTED_OUT_CODE = '9'

/**
 * The text or receipt in a call of the SMS API.
 * @param join called with the part of a longer text
 */
export async function readSmsEvent(
  fields: SmsFields,
  join: (part: TextPart) => Promise<CallbackEvent>,
): Promise<readonly CallbackEvent[]> {
  const id = fields.get('messageId') ?? ''
  if (id === '') throw new AppError('INVALID_INPUT', 'messageId is missing.')
  return fields.has('status') ? readReceipt(fields, id) : readText(fields, id, join)
}

async function readText(
  fields: SmsFields,
  id: string,
  join: (part: TextPart) => Promise<CallbackEvent>,
): Promise<readonly CallbackEvent[]> {
  const from = fields.get('msisdn') ?? ''
  const to = fields.get('to') ?? ''
  const text = fields.get('text')
  // Binary texts have no text.
  if (from === '' || to === '' || text === undefined) return []
  const part = readPart(fields, { id, contact: from, address: to, text })
  if (part !== undefined) return [await join(part)]
  return [{ kind: 'message', message: { channel: 'sms', id, from, to, content: contentOf(text) } }]
}

function readReceipt(fields: SmsFields, messageId: string): readonly CallbackEvent[] {
  const given = fields.get('status') ?? ''
  const status = smsStatuses[given]
  if (status === undefined) return []
  const code = fields.get('err-code') ?? ''
  const reason = `${given}, error ${code || 'not given'}`
  const error = undelivered(vonageAccount.title, { reason, code, optedOutCode: OPTED_OUT_CODE })
  return [{ kind: 'receipt', receipt: { messageId, status, ...(status === 'undelivered' ? { error } : {}) } }]
}
