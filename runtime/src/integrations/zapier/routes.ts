import { AppError } from '@patchbay/shared/errors'
import type { OpenAccount } from '../../kit/account.ts'
import { type AppContext, clientNetwork } from '../../kit/app-env.ts'
import { createRateLimiter } from '../../kit/rate-limiter.ts'
import { parseJsonBody, readText, requireJson } from '../../kit/read-body.ts'
import { defineRoute, type Route } from '../../kit/route.ts'
import { createCheck } from '../../platform/validation/check.ts'
import { SubscribeHookSchema, zapierEndpoints } from './endpoints.ts'
import type { ZapierFeed } from './feed.ts'

/** Requests of one account per minute: about a hundred Zaps that poll once a minute, and their editors. */
const MAX_REQUESTS_PER_MINUTE = 600
const MAX_BODY = 16 * 1024

const checkHook = createCheck(SubscribeHookSchema)

/** The routes that Zapier calls, with the name and password of a Zapier account. */
export function createZapierRoutes(feed: ZapierFeed, clock: () => number): readonly Route[] {
  const requests = createRateLimiter({ limit: MAX_REQUESTS_PER_MINUTE, windowMs: 60_000, clock })

  async function signIn(context: AppContext): Promise<OpenAccount> {
    const account = await feed.signIn(context.req.header('authorization'), clientNetwork(context))
    context.set('caller', `account:${account.id}`)
    const wait = requests.wait(account.id)
    if (wait > 0) throw tooMany(wait)
    requests.count(account.id)
    return account
  }

  return [
    defineRoute(zapierEndpoints.poll, {
      access: 'trigger',
      handle: async ({ context }) => {
        const account = await signIn(context)
        if (context.req.query('tenantUrl') !== undefined) return new Response(null, { headers: noStore })
        const items = await feed.poll(account, context.req.query('event'))
        return new Response(items, { headers: { ...noStore, 'content-type': 'application/json; charset=utf-8' } })
      },
    }),
    defineRoute(zapierEndpoints.subscribe, {
      access: 'trigger',
      handle: async ({ context }) => {
        const account = await signIn(context)
        const { id, event, createdAt } = await feed.subscribe(account, await readHook(context))
        return { id, event, createdAt: createdAt.toISOString() }
      },
    }),
    defineRoute(zapierEndpoints.unsubscribe, {
      access: 'trigger',
      handle: async ({ params, context }) => feed.unsubscribe(await signIn(context), params.id),
    }),
  ]
}

const noStore = { 'cache-control': 'no-store' } as const

/** Unknown keys are ignored, because an app definition may send more. */
async function readHook(context: AppContext) {
  requireJson(context)
  const checked = checkHook(parseJsonBody(await readText(context, MAX_BODY)))
  if (checked.ok) return checked.value
  const { errors } = checked
  throw new AppError('INVALID_INPUT', `${errors[0]?.path ?? ''}: ${errors[0]?.message ?? 'Not valid.'}`, { errors })
}

function tooMany(seconds: number): AppError {
  const message = `More than ${MAX_REQUESTS_PER_MINUTE} requests in a minute came with this account. Ask again later.`
  return new AppError('TOO_MANY_REQUESTS', message, { headers: { 'retry-after': String(seconds) } })
}
