import { smartFlowsEndpoints } from '@patchbay/shared/api'
import { AppError, toAppError } from '@patchbay/shared/errors'
import { isJsonObject, type Json, type JsonObject } from '@patchbay/shared/json'
import { DAY_MS } from '@patchbay/shared/time'
import { type AppContext, clientAddress } from '../../kit/app-env.ts'
import { createFailureLimit } from '../../kit/failure-limit.ts'
import { DEFAULT_BODY_LIMIT, isJsonType, mediaType, parseJsonBody, readText } from '../../kit/read-body.ts'
import { defineRoute, type Route, reply } from '../../kit/route.ts'
import { baseUrlOf } from '../base-url.ts'
import { formObject } from '../form-body.ts'
import type { RouteServices } from '../services.ts'
import type { SignInLimit } from '../sign-in-limit.ts'
import { tokenOf } from './triggers.ts'

const tokenLifeMs = DAY_MS

/** The addresses and shapes expected by programs written for SmartFlows. */
export function smartFlowsRoutes(services: RouteServices, limit: SignInLimit): readonly Route[] {
  const { apiTriggers, publicUrl } = services
  const guarded = createFailureLimit(services.clock)
  const start = async (context: AppContext) => {
    const bodyText = await readText(context, DEFAULT_BODY_LIMIT)
    const { flowId, body } = readTrigger(context, bodyText)
    const request = { flowId, body, bodyText, token: tokenOf(context) }
    const { runId } = await guarded(clientAddress(context), () => apiTriggers.start(request))
    const location = `${baseUrlOf(context, publicUrl)}/triggers/${flowId}/runs/${runId}`
    return reply(true, { headers: { location } })
  }
  return [
    defineRoute(smartFlowsEndpoints.trigger, { access: 'trigger', handle: ({ context }) => start(context) }),
    defineRoute(smartFlowsEndpoints.triggerV2, { access: 'trigger', handle: ({ context }) => start(context) }),
    defineRoute(smartFlowsEndpoints.authenticate, {
      access: 'trigger',
      handle: ({ context }) => authenticate(services, limit, context),
    }),
  ]
}

function readTrigger(context: AppContext, text: string): { flowId: string; body: JsonObject } {
  const sent = readFields(context, text)
  const plain = Object.fromEntries(Object.entries(sent).map(([key, value]) => [plainName(key), value]))
  const { flowId, ...body } = plain
  if (typeof flowId === 'string' && flowId.trim() !== '') return { flowId: flowId.trim(), body }
  throw new AppError('BAD_REQUEST', 'The body needs "flowId", the ID shown in the details of the flow.')
}

/** `$OrderNo` and `${OrderNo}` mean `OrderNo`. */
function plainName(key: string): string {
  return /^\$\{(.+)\}$/.exec(key)?.[1] ?? /^\$(.+)$/.exec(key)?.[1] ?? key
}

function readFields(context: AppContext, text: string): JsonObject {
  const type = mediaType(context)
  const isForm = type === 'application/x-www-form-urlencoded'
  if (!isForm && !isJsonType(type)) {
    throw new AppError('UNSUPPORTED_MEDIA_TYPE', 'Send the body as application/json or as a form.')
  }
  const fields: Json = isForm ? formObject(new URLSearchParams(text)) : parseJsonBody(text)
  if (isJsonObject(fields)) return fields
  throw new AppError('BAD_REQUEST', 'The body must be a JSON object.')
}

/** Errors have the shape that such programs expect. */
async function authenticate(services: RouteServices, limit: SignInLimit, context: AppContext) {
  const fields = readFields(context, await readText(context, 16 * 1024))
  const { username, password } = fields
  if (typeof username !== 'string' || typeof password !== 'string') {
    throw new AppError('BAD_REQUEST', 'The body needs "username" and "password".')
  }
  try {
    const from = { address: clientAddress(context), name: username.slice(0, 254) }
    const user = await limit.attempt(from, async () => {
      const found = await services.users.verify(username, password)
      if (found === undefined) throw new AppError('UNAUTHENTICATED', 'Username or password is wrong.')
      return found
    })
    const expiresAt = new Date(services.now().getTime() + tokenLifeMs).toISOString()
    const created = { name: `${user.name} (24 hours)`.slice(0, 120), role: 'api-user', expiresAt } as const
    return { token: (await services.apiTokens.create(created, user.name)).token }
  } catch (thrown) {
    const error = toAppError(thrown)
    if (error.code !== 'UNAUTHENTICATED') throw error
    return reply({ code: 401, error: 'Unauthorized' }, { status: 401 })
  }
}
