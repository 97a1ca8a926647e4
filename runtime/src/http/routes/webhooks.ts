import { triggerEndpoints } from '@patchbay/shared/api'
import { AppError } from '@patchbay/shared/errors'
import { type AppContext, clientAddress, clientNetwork } from '../../kit/app-env.ts'
import { createFailureLimit } from '../../kit/failure-limit.ts'
import { readRaw } from '../../kit/read-body.ts'
import { json } from '../../kit/responses.ts'
import { defineRoute, type Route } from '../../kit/route.ts'
import { readForm } from '../../platform/content/read-form.ts'
import type { WebhookOutcome } from '../../services/webhooks.ts'
import { sentAddress } from '../base-url.ts'
import { toAnswer, whenGone } from '../caller-answer.ts'
import type { RouteServices } from '../services.ts'
import { toAnsweredError } from '../store-failure.ts'

/** How long a browser may remember that a page may call a webhook. */
const PREFLIGHT_SECONDS = 600

export function webhookRoutes({ webhooks, stopping, clock, publicUrl }: RouteServices): readonly Route[] {
  const guarded = createFailureLimit(clock)
  return [
    defineRoute(triggerEndpoints.webhook, {
      access: 'trigger',
      handle: async ({ params: { path }, context }) => {
        const origin = webhooks.originHeaders(path, context.req.header('origin'))
        if (isPreflight(context) && origin !== undefined) return preflight(context, webhooks.methodsOf(path), origin)
        const { url, search } = sentAddress(context, publicUrl)
        const request = {
          path,
          url,
          client: clientAddress(context),
          onGone: whenGone(context, stopping),
          method: context.req.method,
          headers: context.req.header(),
          query: readForm(Buffer.from(search)),
          readBytes: (mostBytes: number) => readRaw(context, mostBytes),
        }
        try {
          const outcome = await guarded(clientNetwork(context), () => webhooks.receive(request))
          if (outcome.kind !== 'started') return toResponse(outcome, origin)
          const { runId, answer } = outcome
          context.set('runId', runId)
          return answer ? toAnswer(answer, { 'x-run-id': runId, ...origin }) : toResponse(outcome, origin)
        } catch (error) {
          throw origin === undefined ? error : withHeaders(toAnsweredError(error), origin)
        }
      },
    }),
  ]
}

function isPreflight({ req }: AppContext): boolean {
  return req.method === 'OPTIONS' && req.header('access-control-request-method') !== undefined
}

/** Lets the page send any header: which ones the flow looks at is its own business, and credentials are checked. */
function preflight(
  { req }: AppContext,
  methods: readonly string[],
  origin: Readonly<Record<string, string>>,
): Response {
  const headers = {
    ...origin,
    'access-control-allow-methods': methods.join(', '),
    'access-control-allow-headers': req.header('access-control-request-headers') ?? 'content-type',
    'access-control-max-age': String(PREFLIGHT_SECONDS),
  }
  return new Response(null, { status: 204, headers })
}

function toResponse(outcome: WebhookOutcome, origin: Readonly<Record<string, string>> = {}): Response {
  if (outcome.kind === 'started') return json({ runId: outcome.runId }, 202, origin)
  if (outcome.kind === 'sample') return json({ sample: true }, 200, origin)
  if (outcome.kind === 'ignored') return json({ ignored: outcome.event }, 200, origin)
  const { json: value, text, headers = {} } = outcome.answer
  if (value !== undefined) return json(value, 200, { ...origin, ...headers })
  // Never HTML, because the text echoes the caller's input.
  const plain = { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' }
  return new Response(text ?? '', { status: 200, headers: { ...plain, ...origin, ...headers } })
}

/** Without the header a page could not read why it was refused. */
function withHeaders(error: AppError, headers: Readonly<Record<string, string>>): AppError {
  const { code, message, errors, extra, cause } = error
  return new AppError(code, message, { errors, extra, cause, headers: { ...error.headers, ...headers } })
}
