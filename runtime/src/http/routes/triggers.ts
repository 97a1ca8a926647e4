import { type TriggerAccepted, triggerEndpoints } from '@patchbay/shared/api'
import { AppError } from '@patchbay/shared/errors'
import type { RunOutcome } from '../../engine/active-run.ts'
import { type AppContext, clientAddress, clientNetwork } from '../../kit/app-env.ts'
import { basicCredentials } from '../../kit/basic-credentials.ts'
import { createFailureLimit } from '../../kit/failure-limit.ts'
import { DEFAULT_BODY_LIMIT } from '../../kit/read-body.ts'
import { defineRoute, type Route, reply } from '../../kit/route.ts'
import { bearerToken } from '../../services/credentials.ts'
import { pageOf } from '../../services/page.ts'
import type { ApiTriggerRequest } from '../../services/triggers.ts'
import { baseUrlOf } from '../base-url.ts'
import { toAnswer, whenGone } from '../caller-answer.ts'
import { readFields } from '../read-fields.ts'
import type { RouteServices } from '../services.ts'
import { waitSeconds } from '../wait-preference.ts'

/** Starting flows from other programs. */
export function triggerRoutes(services: RouteServices): readonly Route[] {
  const { apiTriggers, engine, stopping } = services
  // One listener for all requests: with one each, a signal would search its listeners whenever a request comes or ends.
  stopping.addEventListener('abort', () => engine.giveUpResults())
  const guarded = createFailureLimit(services.clock)
  return [
    defineRoute(triggerEndpoints.start, {
      access: 'trigger',
      handle: async ({ params, context }) => {
        // Checked first, where a refusal is cheapest, because a flood brings many of these.
        engine.refuseWhenFull(params.flowId)
        const seconds = waitSeconds(context.req.header('prefer'))
        const request = {
          flowId: params.flowId,
          ...headersOf(context),
          waitSeconds: seconds,
          onGone: whenGone(context, stopping),
          client: clientAddress(context),
          readBody: () => readFields(context, DEFAULT_BODY_LIMIT),
        }
        const started = await guarded(clientNetwork(context), () => apiTriggers.start(request))
        if ('isSample' in started) return reply({ sample: true }, { status: 200 })
        const { runId, outcome = null } = started
        context.set('runId', runId)
        const statusUrl = `${baseUrlOf(context, services.publicUrl)}/triggers/${params.flowId}/runs/${runId}`
        const applied = seconds === 0 ? {} : { 'preference-applied': `wait=${seconds}` }
        if (outcome?.answer) return toAnswer(outcome.answer, { 'x-run-id': runId, ...applied })
        // Only a caller that asked for the result gets it. Where the flow makes callers wait, 202 says that it gave no answer.
        if (outcome === null || seconds === 0) return accepted({ runId, statusUrl })
        return ended(outcome, { location: statusUrl, ...applied })
      },
    }),
    defineRoute(triggerEndpoints.list, {
      access: 'trigger',
      handle: async ({ context }) => {
        const base = baseUrlOf(context, services.publicUrl)
        const items = await guarded(clientNetwork(context), () => apiTriggers.list(tokenOf(context), base))
        return pageOf(items, { limit: items.length })
      },
    }),
    defineRoute(triggerEndpoints.run, {
      access: 'trigger',
      handle: ({ params, context }) =>
        guarded(clientNetwork(context), () => apiTriggers.run(params.flowId, params.runId, tokenOf(context))),
    }),
  ]
}

/** The bearer token of the request. For `Basic`, which accounts of other services use, the whole header. */
export function tokenOf(context: AppContext): string | undefined {
  const header = context.req.header('authorization')
  return basicCredentials(header) === undefined ? bearerToken(header, { allowRaw: true }) : header
}

function headersOf(context: AppContext): Pick<ApiTriggerRequest, 'token' | 'idempotencyKey'> {
  const key = context.req.header('idempotency-key')?.trim()
  if (key !== undefined && !/^[\x20-\x7e]{1,255}$/.test(key)) {
    throw new AppError('BAD_REQUEST', 'Idempotency-Key must have 1 to 255 printable ASCII characters.')
  }
  return { token: tokenOf(context), ...(key === undefined ? {} : { idempotencyKey: key }) }
}

function accepted(body: TriggerAccepted) {
  return reply(body, { headers: { location: body.statusUrl } })
}

function ended({ runId, status, result, error }: RunOutcome, headers: Readonly<Record<string, string>>) {
  return reply({ runId, status, result, ...(error === null ? {} : { error }) }, { status: 200, headers })
}
