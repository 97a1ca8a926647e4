import { AppError } from '@patchbay/shared/errors'
import { isJsonObject } from '@patchbay/shared/json'
import type { Callback, CallbackEvent, CallbackRequest } from '../../kit/callback.ts'
import { readCallbackForm, readCallbackJson } from '../../kit/callback-body.ts'
import { noSignature, requireFresh, requireSignature, wrongSignature } from '../../kit/signatures.ts'
import { textOf } from '../../kit/values.ts'
import { mediaTypeOf } from '../../platform/content/media-type.ts'
import type { VonageProperties } from './account.ts'
import type { JoinParts } from './join-parts.ts'
import { readMessagesEvent } from './messages-events.ts'
import { readSmsEvent } from './sms-events.ts'
import { requireMessagesToken } from './tokens.ts'
import { type SmsFields, signatureOf } from './wire.ts'

export interface VonageCallbackOptions {
  readonly now: () => Date
  readonly parts: Pick<JoinParts, 'take'>
}

const bearer = /^bearer +(.+)$/i

/**
 * Reads texts and receipts of both APIs: the Messages API proves its calls with a token, the SMS API with fields among
 * the others.
 */
export function createVonageCallback({ now, parts }: VonageCallbackOptions): Callback<VonageProperties> {
  return {
    methods: ['GET', 'POST'],
    verify(request, { properties }) {
      const { signatureSecret: secret = '', apiKey } = properties
      const token = tokenOf(request)
      const fields = token === undefined ? fieldsOf(request) : undefined
      if (token === undefined && fields?.get('sig') === undefined) {
        throw noSignature('The call is not signed. Ask Vonage to sign the messages of your account.')
      }
      // Without a secret no caller gets in.
      if (secret === '') throw wrongSignature('The account has no Signature Secret. Enter it under Accounts.')
      if (token !== undefined)
        return requireMessagesToken({ token, rawBody: request.rawBody, apiKey, secret, now: now() })
      if (fields !== undefined) requireSmsSignature(fields, { properties, secret, now: now() })
    },
    read: (request, { id }) =>
      tokenOf(request) === undefined
        ? readSmsEvent(fieldsOf(request), (part) => parts.take(id, part))
        : readMessages(request),
    answer: () => ({ status: 200 }),
  }
}

function readMessages(request: CallbackRequest): readonly CallbackEvent[] {
  return readMessagesEvent(readCallbackJson(request))
}

function tokenOf({ headers }: CallbackRequest): string | undefined {
  return bearer.exec(headers.authorization ?? '')?.[1]?.trim()
}

interface SmsProof {
  readonly properties: VonageProperties
  readonly secret: string
  readonly now: Date
}

function requireSmsSignature(fields: SmsFields, { properties, secret, now }: SmsProof): void {
  const method = properties.signatureMethod ?? 'MD5HASH'
  requireSignature((fields.get('sig') ?? '').toLowerCase(), [signatureOf(method, secret, fields)])
  requireFresh(Number(fields.get('timestamp') ?? Number.NaN) * 1000, now)
}

/** The fields of a query, a form or JSON, whichever the account is set to. A repeated field counts once. */
function fieldsOf(request: CallbackRequest): SmsFields {
  if (request.method === 'GET') return new Map(request.query)
  if (mediaTypeOf(request.headers['content-type']) === 'application/x-www-form-urlencoded') {
    return new Map(readCallbackForm(request))
  }
  const body = readCallbackJson(request)
  if (!isJsonObject(body)) throw new AppError('INVALID_INPUT', 'Send an object.')
  return new Map(Object.entries(body).map(([name, value]) => [name, textOf(value)]))
}
