import { AppError } from '@patchbay/shared/errors'
import { Type } from 'typebox'
import type { Callback, CallbackRequest } from '../../kit/callback.ts'
import { readCallbackJson } from '../../kit/callback-body.ts'
import { contentOf } from '../../kit/message-content.ts'
import { hmac } from '../../kit/signatures.ts'
import { equalText } from '../../platform/constant-time.ts'
import { createCheck } from '../../platform/validation/check.ts'
import type { HttpGatewayProperties } from './account.ts'

const InboundSchema = Type.Object({
  id: Type.String({ minLength: 1, maxLength: 200 }),
  from: Type.String({ minLength: 1, maxLength: 64 }),
  to: Type.String({ minLength: 1, maxLength: 64 }),
  text: Type.String({ maxLength: 20_000, default: '' }),
  media: Type.Optional(Type.Array(Type.String({ maxLength: 2_000 }), { maxItems: 20 })),
})
const checkInbound = createCheck(InboundSchema)

/** Reads texts that a gateway received: { id, from, to, text, media? }, signed or with a token. */
export const gatewayCallback: Callback<HttpGatewayProperties> = {
  methods: ['POST'],
  verify: (request, { properties }) => requireSender(request, properties.inboundSecret),
  read: (request) => [{ kind: 'message', message: readInbound(request) }],
  answer: ([received]) => ({ status: 202, json: received }),
}

/** Unknown keys are ignored, because a gateway may send more. */
function readInbound(request: CallbackRequest) {
  const checked = checkInbound(readCallbackJson(request))
  if (checked.ok) {
    const { id, from, to, text, media = [] } = checked.value
    return { channel: 'sms', id, from, to, content: contentOf(text, media) }
  }
  const { errors } = checked
  throw new AppError('INVALID_INPUT', `${errors[0]?.path ?? ''}: ${errors[0]?.message ?? 'Not valid.'}`, { errors })
}

function requireSender({ headers, rawBody }: CallbackRequest, secret: string | undefined): void {
  const { 'x-patchbay-signature': signature, authorization } = headers
  if (signature === undefined && authorization === undefined) {
    throw new AppError('UNAUTHENTICATED', 'Sign the body in X-Patchbay-Signature, or send the secret as Bearer token.')
  }
  // A missing or empty secret lets no caller in.
  if (secret === undefined || secret === '') throw wrong()
  const expected = signature === undefined ? `Bearer ${secret}` : `sha256=${hmac('sha256', secret, rawBody, 'hex')}`
  const given = signature === undefined ? (authorization ?? '') : signature.trim().toLowerCase()
  if (!equalText(given, expected)) throw wrong()
}

function wrong(): AppError {
  return new AppError('INVALID_TOKEN', 'The signature or token does not match the inbound secret of the account.')
}
