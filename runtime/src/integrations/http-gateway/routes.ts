import { AppError } from '@patchbay/shared/errors'
import { Type } from 'typebox'
import { clientAddress } from '../../http/app-env.ts'
import { createFailureLimit } from '../../http/failure-limit.ts'
import { parseJsonBody, readText, requireJson } from '../../http/read-body.ts'
import { json } from '../../http/responses.ts'
import { defineRoute, type Route } from '../../http/route.ts'
import type { RouteServices } from '../../http/services.ts'
import { createCheck } from '../../platform/validation/check.ts'

const MAX_BODY = 256 * 1024

const InboundSchema = Type.Object({
  id: Type.String({ minLength: 1, maxLength: 200 }),
  from: Type.String({ minLength: 1, maxLength: 64 }),
  to: Type.String({ minLength: 1, maxLength: 64 }),
  text: Type.String({ maxLength: 20_000, default: '' }),
  media: Type.Optional(Type.Array(Type.String({ maxLength: 2_000 }), { maxItems: 20 })),
})
const checkInbound = createCheck(InboundSchema)

/** Where gateways of HTTP gateway accounts post the texts that arrive. */
export function gatewayRoutes({ gatewayInbound, clock }: RouteServices): readonly Route[] {
  const guarded = createFailureLimit(clock)
  return [
    defineRoute({
      method: 'POST',
      path: '/channels/http-gateway/:accountId',
      access: 'trigger',
      summary: 'A text that arrived at an HTTP gateway: { id, from, to, text, media? }, signed or with a token',
      answer: '202 { messageId, runId, duplicate }',
      handle: async ({ params, context }) => {
        requireJson(context)
        const rawBody = await readText(context, MAX_BODY)
        const received = await guarded(clientAddress(context), () =>
          gatewayInbound.receive({
            accountId: params.accountId,
            signature: context.req.header('x-patchbay-signature'),
            authorization: context.req.header('authorization'),
            rawBody,
            readText: () => readInbound(rawBody),
          }),
        )
        return json(received, 202)
      },
    }),
  ]
}

/** Keys that this version does not know are left alone: a gateway may say more. */
function readInbound(rawBody: string) {
  const checked = checkInbound(parseJsonBody(rawBody))
  if (checked.ok) {
    const { id, from, to, text, media = [] } = checked.value
    return { id, from, to, text, mediaUrls: media }
  }
  const { errors } = checked
  throw new AppError('INVALID_INPUT', `${errors[0]?.path ?? ''}: ${errors[0]?.message ?? 'Not valid.'}`, { errors })
}
