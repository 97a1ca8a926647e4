import {
  type ErrorsV1,
  webhookV1Endpoints as endpoints,
  type NewWebhookV1,
  NewWebhookV1Schema,
  WebhookChangeV1Schema,
} from '@patchbay/shared/api'
import { AppError } from '@patchbay/shared/errors'
import { changeFromV1, newFromV1, toV1 } from '../../event-webhooks/as-gladly.ts'
import type { AppContext } from '../../kit/app-env.ts'
import { DEFAULT_BODY_LIMIT, readJson } from '../../kit/read-body.ts'
import { defineRoute, type Route, reply } from '../../kit/route.ts'
import { createCheck } from '../../platform/validation/check.ts'
import { baseUrlOf } from '../base-url.ts'
import type { RouteServices } from '../services.ts'

/** Event webhooks for programs that were written for Gladly: its shapes, statuses and errors. */
export function webhookV1Routes({ eventWebhooks, publicUrl }: RouteServices): readonly Route[] {
  const access = 'api-user' as const
  const checkNew = createCheck(NewWebhookV1Schema)
  const checkChange = createCheck(WebhookChangeV1Schema)
  return [
    defineRoute(endpoints.list, { access, handle: async () => (await eventWebhooks.list()).map(toV1) }),
    defineRoute(endpoints.create, {
      access,
      handle: ({ context }) =>
        asGladly(async () => {
          const { webhook } = await eventWebhooks.create(newFromV1(await bodyOf<NewWebhookV1>(context, checkNew)))
          const location = `${baseUrlOf(context, publicUrl)}/api/v1/webhooks/${webhook.id}`
          return reply(toV1(webhook), { headers: { location } })
        }),
    }),
    defineRoute(endpoints.get, { access, handle: async ({ params }) => toV1(await eventWebhooks.get(params.id)) }),
    defineRoute(endpoints.change, {
      access,
      handle: ({ params, context }) =>
        asGladly(async () => {
          const before = await eventWebhooks.get(params.id)
          await eventWebhooks.change(params.id, changeFromV1(await bodyOf(context, checkChange), before))
          return reply(null, {})
        }),
    }),
    defineRoute(endpoints.remove, {
      access,
      handle: ({ params }) =>
        asGladly(async () => {
          const { state } = await eventWebhooks.get(params.id)
          if (state !== 'off') throw new AppError('INVALID_INPUT', 'Set enabled to false first.', enabledError)
          await eventWebhooks.remove(params.id)
          return reply(null, {})
        }),
    }),
  ]
}

const enabledError = { errors: [{ path: 'enabled', message: 'An enabled webhook cannot be removed.' }] }

/** @throws AppError INVALID_INPUT with what is wrong */
async function bodyOf<Value>(
  context: AppContext,
  check: (
    value: unknown,
  ) => { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly errors: AppError['errors'] },
): Promise<Value> {
  const checked = check(await readJson(context, DEFAULT_BODY_LIMIT))
  if (checked.ok) return checked.value
  throw new AppError('INVALID_INPUT', 'Some members are not valid.', { errors: checked.errors })
}

/** Answers what the caller can mend as 400 with `errors`; what no webhook causes stays as it is everywhere. */
async function asGladly<Good>(work: () => Promise<Good>) {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof AppError) || ![400, 409, 422].includes(error.status)) throw error
    return reply(toErrors(error), { status: 400 })
  }
}

function toErrors({ code, errors, message }: AppError): ErrorsV1 {
  if (errors.length === 0) return { errors: [{ attr: attrOf[code] ?? '', code: code.toLowerCase(), detail: message }] }
  return { errors: errors.map(({ path, message: detail }) => ({ attr: path, code: 'invalid', detail })) }
}

const attrOf: Readonly<Partial<Record<string, string>>> = { PING_FAILED: 'url', WEBHOOK_EXISTS: 'url' }
