import { SubscribeHookSchema } from '@patchbay/shared/api'
import { AppError } from '@patchbay/shared/errors'
import type { AccountRecord } from '../../accounts/account-repository.ts'
import { type AppContext, clientAddress } from '../../http/app-env.ts'
import { createFailureLimit } from '../../http/failure-limit.ts'
import { createRateLimiter } from '../../http/rate-limiter.ts'
import { parseJsonBody, readText, requireJson } from '../../http/read-body.ts'
import { json, noContent } from '../../http/responses.ts'
import { defineRoute, type Route } from '../../http/route.ts'
import type { RouteServices } from '../../http/services.ts'
import { createCheck } from '../../platform/validation/check.ts'
import { POLLING_PATH } from './definition.ts'

/** Requests of one account in a minute: some hundred Zaps that poll once a minute, and their editors. */
export const MAX_REQUESTS_PER_MINUTE = 600
const MAX_BODY = 16 * 1024

const checkHook = createCheck(SubscribeHookSchema)

/** What Zapier calls, with the name and password of a Zapier account. */
export function zapierRoutes({ zapierFeed, clock }: RouteServices): readonly Route[] {
  const guarded = createFailureLimit(clock)
  const requests = createRateLimiter({ limit: MAX_REQUESTS_PER_MINUTE, windowMs: 60_000, clock })

  async function signIn(context: AppContext): Promise<AccountRecord> {
    const account = await guarded(clientAddress(context), () => zapierFeed.signIn(context.req.header('authorization')))
    context.set('caller', `account:${account.id}`)
    const wait = requests.wait(account.id)
    if (wait > 0) throw tooMany(wait)
    requests.count(account.id)
    return account
  }

  return [
    defineRoute({
      method: 'GET',
      path: POLLING_PATH,
      access: 'trigger',
      summary: 'Zapier polling: the newest items of the account; with tenantUrl a test of the credentials',
      answer: '200 a JSON array, newest first; with tenantUrl an empty body',
      handle: async ({ context }) => {
        const account = await signIn(context)
        if (context.req.query('tenantUrl') !== undefined) return new Response(null, { headers: noStore })
        const items = await zapierFeed.poll(account, context.req.query('event'))
        return new Response(items, { headers: { ...noStore, 'content-type': 'application/json; charset=utf-8' } })
      },
    }),
    defineRoute({
      method: 'POST',
      path: '/zapier/hooks',
      access: 'trigger',
      summary: 'Subscribe a REST hook: { targetUrl, event? }',
      answer: '201 { id, event, createdAt }',
      handle: async ({ context }) => {
        const account = await signIn(context)
        const { id, event, createdAt } = await zapierFeed.subscribe(account, await readHook(context))
        return json({ id, event, createdAt: createdAt.toISOString() }, 201)
      },
    }),
    defineRoute({
      method: 'DELETE',
      path: '/zapier/hooks/:id',
      access: 'trigger',
      summary: 'Unsubscribe a REST hook',
      answer: '204',
      handle: async ({ params, context }) => {
        await zapierFeed.unsubscribe(await signIn(context), params.id)
        return noContent()
      },
    }),
  ]
}

const noStore = { 'cache-control': 'no-store' } as const

/** Keys that this version does not know are left alone: an app definition may send more. */
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
