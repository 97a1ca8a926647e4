import { triggerEndpoints } from '@patchbay/shared/api'
import { AppError } from '@patchbay/shared/errors'
import type { Json } from '@patchbay/shared/json'
import { toStorable } from '@patchbay/shared/json'
import { type AppContext, clientAddress } from '../../kit/app-env.ts'
import { createFailureLimit } from '../../kit/failure-limit.ts'
import { DEFAULT_BODY_LIMIT, isJsonType, mediaType, parseJsonBody, readText } from '../../kit/read-body.ts'
import { defineRoute, type Route } from '../../kit/route.ts'
import { formObject } from '../form-body.ts'
import type { RouteServices } from '../services.ts'

export function webhookRoutes({ webhooks, clock }: RouteServices): readonly Route[] {
  const guarded = createFailureLimit(clock)
  return [
    defineRoute(triggerEndpoints.webhook, {
      access: 'trigger',
      handle: async ({ params, context }) => {
        const { runId } = await guarded(clientAddress(context), () =>
          webhooks.receive({
            path: params.path,
            method: context.req.method,
            headers: context.req.header(),
            query: formObject(new URL(context.req.url).searchParams),
            readBody: () => readBody(context),
          }),
        )
        context.set('runId', runId)
        return { runId }
      },
    }),
  ]
}

/** The body as text and as data: JSON and forms are parsed, other text stays text, an empty body is null. */
async function readBody(context: AppContext): Promise<{ text: string; tree: Json }> {
  const type = mediaType(context)
  if (type.startsWith('multipart/')) {
    throw new AppError('UNSUPPORTED_MEDIA_TYPE', 'Webhooks accept JSON, application/x-www-form-urlencoded and text.')
  }
  const text = await readText(context, DEFAULT_BODY_LIMIT)
  if (text === '') return { text, tree: null }
  if (isJsonType(type)) return { text, tree: parseJsonBody(text) }
  if (type === 'application/x-www-form-urlencoded') {
    return { text, tree: toStorable(formObject(new URLSearchParams(text))) }
  }
  return { text, tree: text }
}
