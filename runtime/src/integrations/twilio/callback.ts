import { AppError } from '@patchbay/shared/errors'
import type { Callback, CallbackEvent, CallbackRequest } from '../../kit/callback.ts'
import { readCallbackForm } from '../../kit/callback-body.ts'
import { contentOf } from '../../kit/message-content.ts'
import { noSignature, requireSignature, sha256Hex, wrongSignature } from '../../kit/signatures.ts'
import { undelivered } from '../../kit/undelivered.ts'
import { equalText } from '../../platform/constant-time.ts'
import { type TwilioProperties, twilioAccount } from './account.ts'
import { OPTED_OUT_CODE, receiptStatuses, signatureOf, signedSpellings } from './wire.ts'

/** Reads texts that arrived, and receipts of those that were sent. Both come as a signed form. */
export const twilioCallback: Callback<TwilioProperties> = {
  methods: ['GET', 'POST'],
  verify: (request, { properties }) => requireTwilio(request, properties.authToken),
  read: (request) => readEvent(request.method === 'GET' ? request.query : readCallbackForm(request)),
  // An answer that says nothing to the contact.
  answer: () => ({ status: 200, xml: '<?xml version="1.0" encoding="UTF-8"?><Response/>' }),
}

function requireTwilio(request: CallbackRequest, authToken: string): void {
  const given = request.headers['x-twilio-signature']
  if (given === undefined) throw noSignature('The call has no X-Twilio-Signature.')
  const fields = signedFields(request)
  requireSignature(
    given,
    signedSpellings(request.url).map((url) => signatureOf(authToken, url, fields)),
  )
}

/** The fields that the signature covers beside the URL. */
function signedFields(request: CallbackRequest): URLSearchParams {
  if (request.method === 'GET') return new URLSearchParams()
  const bodyHash = request.query.get('bodySHA256')
  if (bodyHash === null) return readCallbackForm(request)
  // The URL is signed, and it holds the hash of the body.
  if (!equalText(bodyHash.toLowerCase(), sha256Hex(request.rawBody))) {
    throw wrongSignature('The body does not fit the hash in the URL.')
  }
  return new URLSearchParams()
}

function readEvent(fields: URLSearchParams): readonly CallbackEvent[] {
  const id = fields.get('MessageSid') ?? fields.get('SmsSid') ?? ''
  if (id === '') throw new AppError('INVALID_INPUT', 'MessageSid is missing.')
  const status = fields.get('MessageStatus')
  return status === null ? readMessage(fields, id) : readReceipt(fields, id, status)
}

function readMessage(fields: URLSearchParams, id: string): readonly CallbackEvent[] {
  const from = fields.get('From') ?? ''
  const to = fields.get('To') ?? ''
  // Other channels of Twilio write their name and a colon in front.
  if (from === '' || to === '' || from.includes(':')) return []
  const count = Number(fields.get('NumMedia') ?? 0) || 0
  const mediaUrls = Array.from({ length: Math.min(count, 20) }, (_, index) => fields.get(`MediaUrl${index}`) ?? '')
  const text = fields.get('Body') ?? ''
  const content = contentOf(
    text,
    mediaUrls.filter((url) => url !== ''),
  )
  return [{ kind: 'message', message: { channel: 'sms', id, from, to, content } }]
}

function readReceipt(fields: URLSearchParams, messageId: string, given: string): readonly CallbackEvent[] {
  const status = receiptStatuses[given]
  if (status === undefined) return []
  const code = fields.get('ErrorCode') ?? ''
  const reason = [code, fields.get('ErrorMessage') ?? ''].filter((part) => part !== '').join(' ')
  const error = undelivered(twilioAccount.title, { reason: reason || given, code, optedOutCode: OPTED_OUT_CODE })
  return [{ kind: 'receipt', receipt: { messageId, status, ...(status === 'undelivered' ? { error } : {}) } }]
}
