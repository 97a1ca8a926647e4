import { callbackEndpoints } from '@patchbay/shared/api'
import { type AppContext, clientNetwork } from '../../kit/app-env.ts'
import type { CallbackAnswer, CallbackRequest } from '../../kit/callback.ts'
import { createFailureLimit } from '../../kit/failure-limit.ts'
import { readRaw } from '../../kit/read-body.ts'
import { json } from '../../kit/responses.ts'
import { defineRoute, type Route } from '../../kit/route.ts'
import { readFormParams } from '../../platform/content/read-form.ts'
import { sentAddress } from '../base-url.ts'
import { refuseMethod } from '../mount-routes.ts'
import type { RouteServices } from '../services.ts'

const DEFAULT_MOST_BYTES = 256 * 1024

/** Where outside services send their events: one address per integration account. */
export function callbackRoutes({ callbacks, clock, publicUrl }: RouteServices): readonly Route[] {
  const limited = createFailureLimit(clock)
  return [
    defineRoute(callbackEndpoints.take, {
      access: 'trigger',
      handle: async ({ params: { type, accountId }, context }) => {
        const { methods, mostBytes = DEFAULT_MOST_BYTES } = callbacks.rulesOf(type)
        if (!methods.some((method) => method === context.req.method)) refuseMethod(methods)
        // Signatures are computed over the bytes as received.
        const rawBody = await readRaw(context, mostBytes)
        const request = { ...headOf(context, publicUrl), rawBody }
        const key = `${type}/${accountId} ${clientNetwork(context)}`
        return toResponse(await limited(key, () => callbacks.take(type, accountId, request)))
      },
    }),
  ]
}

function headOf(context: AppContext, publicUrl: string | undefined): Omit<CallbackRequest, 'rawBody'> {
  const { url, search } = sentAddress(context, publicUrl)
  const query = readFormParams(Buffer.from(search))
  return { method: context.req.method, url, headers: context.req.header(), query }
}

function toResponse({ status, json: value, text, xml }: CallbackAnswer): Response {
  if (value !== undefined) return json(value, status)
  // Never HTML, because the text may echo the caller's input.
  const type = text === undefined ? 'text/xml' : 'text/plain'
  const body = text ?? xml
  if (body === undefined) return new Response(null, { status, headers: { 'cache-control': 'no-store' } })
  return new Response(body, {
    status,
    headers: { 'content-type': `${type}; charset=utf-8`, 'cache-control': 'no-store' },
  })
}
