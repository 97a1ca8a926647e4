import type { RunErrorBody, StepWarning } from '@patchbay/shared/api'
import type { FailureAdvice, StepServices } from '../kit/node.ts'
import { toRunError } from '../kit/run-error.ts'
import { type Content, readContent } from '../platform/content/read-content.ts'
import type { WebResponse } from '../platform/egress/web-client.ts'
import { adviceOfFailure, adviceOfStatus } from './advice.ts'
import { buildRequest, type SentRequest } from './build-request.ts'
import { type Extracted, extractVariables, nothingIn, type ResponseVariable, warningsOf } from './extract.ts'
import { statusFailure, timeoutFailure, unreadableFailure } from './failures.ts'
import type { WebCallInputs } from './inputs.ts'
import { isSuccess } from './success-statuses.ts'

export interface CallContext {
  readonly services: Pick<StepServices, 'web' | 'tokens' | 'now'>
  readonly signal: AbortSignal
  /** The same for every attempt of the step. */
  readonly idempotencyKey: string
  /** The action in messages, such as `#2 Forecast`. */
  readonly label: string
}

/** Everything that one call produced. The step and the Test HTTP Request pop-up each show parts of it. */
export interface CallReport {
  readonly request: SentRequest
  /** Null when no complete reply came. */
  readonly reply: { readonly response: WebResponse; readonly content: Content } | null
  /** Also set when a reply came but could not be read to its end. */
  readonly statusCode: number | null
  readonly extracted: readonly Extracted[]
  readonly warnings: readonly StepWarning[]
  readonly error: RunErrorBody | null
  /** The failure's advice about another attempt. Undefined: decided by the error's code. */
  readonly retryAdvice: FailureAdvice | undefined
  readonly durationMs: number
}

/** Statuses without a body by definition (RFC 9110); what a service sends all the same is not read. */
const bodiless = new Set([204, 205])

/**
 * Calls the service with rendered inputs and reads its reply. Never throws for what a service or a builder can cause.
 * Throws the reason of `signal` when the run is cancelled.
 */
export async function callService(
  inputs: WebCallInputs,
  variables: readonly ResponseVariable[],
  context: CallContext,
): Promise<CallReport> {
  const startedMs = performance.now()
  const { auth } = inputs
  const trip = { inputs, context, deadlineMs: startedMs + inputs.timeoutSeconds * 1000 }
  const plain = buildRequest(inputs, context.idempotencyKey, undefined)
  try {
    const { request, response } =
      auth?.type === 'oauth2' ? await sendWithToken(trip, auth) : { request: plain, response: await send(trip, plain) }
    const durationMs = performance.now() - startedMs
    const contentType = response.headers.find(([name]) => name === 'content-type')?.[1]
    const content = readContent({ text: response.text, contentType })
    return { request, reply: { response, content }, durationMs, ...judge(trip, response, content, variables) }
  } catch (thrown) {
    if (context.signal.aborted) throw thrown
    return failedReport(trip, plain, thrown, performance.now() - startedMs)
  }
}

interface Trip {
  readonly inputs: WebCallInputs
  readonly context: CallContext
  /** End of the action's Timeout, which covers token requests, redirects and the body. */
  readonly deadlineMs: number
}

async function sendWithToken(
  trip: Trip,
  auth: Authentication,
): Promise<{ request: SentRequest; response: WebResponse }> {
  const token = await tokenFor(trip, auth)
  const request = buildRequest(trip.inputs, trip.context.idempotencyKey, token)
  const response = await send(trip, request)
  if (response.statusCode !== 401) return { request, response }
  // The service may have revoked the token early. A request refused with 401 was not carried out, so it may be
  // repeated.
  const renewed = await tokenFor(trip, auth, token)
  if (renewed === token) return { request, response }
  const second = buildRequest(trip.inputs, trip.context.idempotencyKey, renewed)
  return { request: second, response: await send(trip, second) }
}

function send(trip: Trip, request: SentRequest): Promise<WebResponse> {
  const { maxRedirects, idempotencyKey } = trip.inputs
  return trip.context.services.web.request({
    method: request.method,
    url: request.url,
    headers: request.headers.map(({ name, value }) => [name, value] as const),
    secretHeaders: request.headers.filter((line) => line.isSecret).map(({ name }) => name.toLowerCase()),
    ...(request.body === null ? {} : { body: request.body }),
    ...(idempotencyKey === true ? { isRepeatable: true } : {}),
    ...(maxRedirects === undefined ? {} : { maxRedirects }),
    timeoutMs: remainingMs(trip),
    signal: trip.context.signal,
  })
}

type Authentication = NonNullable<WebCallInputs['auth']>

function tokenFor(trip: Trip, auth: Authentication, rejected?: string): Promise<string> {
  const { tokenUrl = '', clientId = '', clientSecret = '', scope = '' } = auth
  const { audience = '', resource = '', parameters = [] } = auth
  return trip.context.services.tokens.token(
    { tokenUrl, clientId, clientSecret, scope, audience, resource, parameters },
    { timeoutMs: remainingMs(trip), signal: trip.context.signal, ...(rejected === undefined ? {} : { rejected }) },
  )
}

function remainingMs(trip: Trip): number {
  return Math.max(1, Math.ceil(trip.deadlineMs - performance.now()))
}

type Judgement = Pick<CallReport, 'statusCode' | 'extracted' | 'warnings' | 'error' | 'retryAdvice'>

/**
 * A status among Success Statuses is success, unless response variables are expected from a body that is not data. Without a body the queries find
 * nothing, which is a warning: the service has done what was asked, and a failure would make people ask it again.
 */
function judge(
  { inputs, context }: Trip,
  response: WebResponse,
  content: Content,
  variables: readonly ResponseVariable[],
): Judgement {
  const { statusCode } = response
  const nothing = { statusCode, extracted: [], warnings: [], retryAdvice: undefined }
  if (!isSuccess(statusCode, inputs.successStatuses)) {
    return { ...nothing, error: statusFailure(response), retryAdvice: adviceOfStatus(response, context.services.now()) }
  }
  if (variables.length > 0 && content.format === 'text' && !bodiless.has(statusCode))
    return { ...nothing, error: unreadableFailure(content) }
  const extracted = content.format === 'empty' ? nothingIn(variables) : extractVariables(variables, content.tree)
  return { statusCode, extracted, warnings: warningsOf(extracted), error: null, retryAdvice: undefined }
}

function failedReport(trip: Trip, request: SentRequest, thrown: unknown, durationMs: number): CallReport {
  const error = toRunError(thrown)
  const { label } = trip.context
  return {
    request,
    reply: null,
    statusCode: statusIn(thrown),
    extracted: [],
    warnings: [],
    error: error.code === 'TIMEOUT' ? timeoutFailure(trip.inputs.timeoutSeconds, label) : error,
    retryAdvice: adviceOfFailure(thrown),
    durationMs,
  }
}

function statusIn(thrown: unknown): number | null {
  const extra: unknown = thrown instanceof Error && 'extra' in thrown ? thrown.extra : undefined
  const hasStatus = typeof extra === 'object' && extra !== null && 'statusCode' in extra
  return hasStatus && typeof extra.statusCode === 'number' ? extra.statusCode : null
}
