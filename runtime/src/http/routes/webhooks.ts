import { triggerEndpoints } from '@patchbay/shared/api'
import { clientNetwork } from '../../kit/app-env.ts'
import { createFailureLimit } from '../../kit/failure-limit.ts'
import { DEFAULT_BODY_LIMIT, readRaw } from '../../kit/read-body.ts'
import { defineRoute, type Route } from '../../kit/route.ts'
import { readEventBody } from '../../platform/content/read-event-body.ts'
import { readForm } from '../../platform/content/read-form.ts'
import type { RouteServices } from '../services.ts'

export function webhookRoutes({ webhooks, clock }: RouteServices): readonly Route[] {
  const guarded = createFailureLimit(clock)
  return [
    defineRoute(triggerEndpoints.webhook, {
      access: 'trigger',
      handle: async ({ params, context }) => {
        const { runId } = await guarded(clientNetwork(context), () =>
          webhooks.receive({
            path: params.path,
            method: context.req.method,
            headers: context.req.header(),
            query: readForm(Buffer.from(new URL(context.req.url).search.slice(1))),
            readBody: async () =>
              readEventBody(await readRaw(context, DEFAULT_BODY_LIMIT), context.req.header('content-type')),
          }),
        )
        context.set('runId', runId)
        return { runId }
      },
    }),
  ]
}
