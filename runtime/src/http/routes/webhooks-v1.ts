import { webhookV1Endpoints as endpoints } from '@patchbay/shared/api'
import { AppError } from '@patchbay/shared/errors'
import { changeFromV1, newFromV1, toV1 } from '../../event-webhooks/as-gladly.ts'
import { defineRoute, type Route, reply } from '../../kit/route.ts'
import { baseUrlOf } from '../base-url.ts'
import type { RouteServices } from '../services.ts'

/** Event webhooks for programs that were written for Gladly, in its shapes. */
export function webhookV1Routes({ eventWebhooks, publicUrl }: RouteServices): readonly Route[] {
  const access = 'api-user' as const
  return [
    defineRoute(endpoints.list, { access, handle: async () => (await eventWebhooks.list()).map(toV1) }),
    defineRoute(endpoints.create, {
      access,
      handle: async ({ body, context }) => {
        const { webhook } = await eventWebhooks.create(newFromV1(body))
        const location = `${baseUrlOf(context, publicUrl)}/api/v1/webhooks/${webhook.id}`
        return reply(toV1(webhook), { headers: { location } })
      },
    }),
    defineRoute(endpoints.get, { access, handle: async ({ params }) => toV1(await eventWebhooks.get(params.id)) }),
    defineRoute(endpoints.change, {
      access,
      handle: async ({ params, body }) => {
        const before = await eventWebhooks.get(params.id)
        await eventWebhooks.change(params.id, changeFromV1(body, before))
      },
    }),
    defineRoute(endpoints.remove, {
      access,
      handle: async ({ params }) => {
        const { state } = await eventWebhooks.get(params.id)
        if (state !== 'off') throw new AppError('INVALID_INPUT', 'Set enabled to false first.', enabledError)
        await eventWebhooks.remove(params.id)
      },
    }),
  ]
}

const enabledError = { errors: [{ path: 'enabled', message: 'An enabled webhook cannot be removed.' }] }
