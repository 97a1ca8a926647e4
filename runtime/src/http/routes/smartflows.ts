import { mayReach, smartFlowsEndpoints } from '@patchbay/shared/api'
import { AppError, toAppError } from '@patchbay/shared/errors'
import { type AppContext, clientAddress, clientNetwork } from '../../kit/app-env.ts'
import { createFailureLimit } from '../../kit/failure-limit.ts'
import { DEFAULT_BODY_LIMIT } from '../../kit/read-body.ts'
import { defineRoute, type Route, reply } from '../../kit/route.ts'
import type { SentInputs } from '../../services/triggers.ts'
import { baseUrlOf } from '../base-url.ts'
import { readFields } from '../read-fields.ts'
import type { RouteServices } from '../services.ts'
import type { SignInLimit } from '../sign-in-limit.ts'
import { tokenOf } from './triggers.ts'

/** The addresses and shapes expected by programs written for SmartFlows. */
export function smartFlowsRoutes(services: RouteServices, limit: SignInLimit): readonly Route[] {
  const { apiTriggers, publicUrl } = services
  const guarded = createFailureLimit(services.clock)
  const start = async (context: AppContext) => {
    const request = { token: tokenOf(context), client: clientAddress(context), readBody: () => readTrigger(context) }
    const started = await guarded(clientNetwork(context), () => apiTriggers.startNamed(request))
    if ('isSample' in started) return reply(true, {})
    const { runId, flowId } = started
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

async function readTrigger(context: AppContext): Promise<SentInputs & { flowId: string }> {
  const { body: sent, isForm } = await readFields(context, DEFAULT_BODY_LIMIT)
  const plain = Object.fromEntries(Object.entries(sent).map(([key, value]) => [plainName(key), value]))
  const { flowId, ...body } = plain
  if (typeof flowId === 'string' && flowId.trim() !== '') return { flowId: flowId.trim(), body, isForm, text: '' }
  throw new AppError('BAD_REQUEST', 'The body needs "flowId", the ID shown in the details of the flow.')
}

/** `$OrderNo` and `${OrderNo}` mean `OrderNo`. */
function plainName(key: string): string {
  return /^\$\{(.+)\}$/.exec(key)?.[1] ?? /^\$(.+)$/.exec(key)?.[1] ?? key
}

/** Errors have the shape that such programs expect. */
async function authenticate(services: RouteServices, limit: SignInLimit, context: AppContext) {
  const { username, password } = (await readFields(context, 16 * 1024, '"username" and "password"')).body
  if (typeof username !== 'string' || typeof password !== 'string') {
    throw new AppError('BAD_REQUEST', 'The body needs "username" and "password".')
  }
  try {
    const from = { address: clientNetwork(context), name: username.slice(0, 254) }
    const user = await limit.attempt(from, async () => {
      const found = await services.users.verify(username, password)
      if (found === undefined) throw new AppError('UNAUTHENTICATED', 'Username or password is wrong.')
      return found
    })
    if (!mayReach(user.roles, 'api-user') && !mayReach(user.roles, 'editor')) {
      throw new AppError('FORBIDDEN', 'This user may not start flows. Sign in as an API user.')
    }
    return await services.apiTokens.signIn(user)
  } catch (thrown) {
    const error = toAppError(thrown)
    if (error.code !== 'UNAUTHENTICATED') throw error
    return reply({ code: 401, error: 'Unauthorized' }, { status: 401 })
  }
}
