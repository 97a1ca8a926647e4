import { adviceOfFailure, adviceOfStatus, type FailureAdvice } from '../kit/failure-advice.ts'
import { toRunError } from '../kit/run-error.ts'
import { buildRequest, type SentRequest } from './build-request.ts'
import type { CallReport } from './call-service.ts'
import { extractVariables, nothingIn, type ResponseVariable, warningsOf } from './extract.ts'
import { statusFailure, timeoutFailure, unreadableFailure } from './failures.ts'
import { type Reply, readReply } from './read-reply.ts'
import { makeBody } from './request-body.ts'
import { sendRequest } from './send-request.ts'
import { isSuccess } from './success-statuses.ts'
import type { Trip } from './trip.ts'

/** Statuses without a body by definition (RFC 9110); what a service sends all the same is not read. */
const bodiless = new Set([204, 205])

/** Makes one request, and keeps a reply that is a file. Throws the reason of `signal` when the run is cancelled. */
export async function callOnce(
  call: Pick<Trip, 'inputs' | 'context' | 'page'>,
  variables: readonly ResponseVariable[],
): Promise<CallReport> {
  const startedMs = performance.now()
  const { inputs, context } = call
  const opening = { ...call, deadlineMs: startedMs + inputs.timeoutSeconds * 1000 }
  let request = buildRequest({ ...opening, body: null })
  try {
    const trip: Trip = { ...opening, body: await makeBody(opening) }
    request = buildRequest(trip)
    const sent = await sendRequest(trip, request)
    request = sent.request
    const reply = readReply(sent.response, inputs.readReplyAs ?? 'automatic', sent.request.url)
    const durationMs = performance.now() - startedMs
    const judged = judge(trip, reply, variables)
    return { request, reply, durationMs, ...judged, ...(judged.error === null ? await keptFile(trip, reply) : {}) }
  } catch (thrown) {
    if (context.signal.aborted) throw thrown
    return failedReport(call, request, thrown, performance.now() - startedMs)
  }
}

type Judgement = Pick<CallReport, 'statusCode' | 'extracted' | 'warnings' | 'error' | 'retryAdvice'>

/**
 * A status among Success Statuses is success, unless response variables are expected from a body that is not data.
 * Without a body the queries find nothing, which is a warning: the service has done what was asked, and a failure would
 * make people ask it again.
 */
function judge(
  { inputs, context }: Trip,
  { response, content }: Reply,
  variables: readonly ResponseVariable[],
): Judgement {
  const { statusCode } = response
  const nothing = { statusCode, extracted: [], warnings: [], retryAdvice: undefined }
  if (!isSuccess(statusCode, inputs.successStatuses)) {
    return { ...nothing, error: statusFailure(response), retryAdvice: adviceOfStatus(response, context.services.now()) }
  }
  const isData = content.format !== 'text' && content.format !== 'file'
  const isWanted = inputs.readReplyAs === 'text' || inputs.readReplyAs === 'file'
  if (variables.length > 0 && !isData && !isWanted && !bodiless.has(statusCode)) {
    return { ...nothing, error: unreadableFailure(content) }
  }
  const extracted = extractedFrom(content, variables)
  return { statusCode, extracted, warnings: warningsOf(extracted), error: null, retryAdvice: undefined }
}

function extractedFrom(content: Reply['content'], variables: readonly ResponseVariable[]): CallReport['extracted'] {
  if (content.format === 'empty') return nothingIn(variables, 'The reply has no body.')
  return content.format === 'file'
    ? nothingIn(variables, 'The reply is a file.')
    : extractVariables(variables, content.tree)
}

async function keptFile({ context }: Trip, { file }: Reply): Promise<Pick<CallReport, 'fileUrl'>> {
  if (file === undefined) return {}
  const { url } = await context.services.files.keep(file)
  return { fileUrl: url }
}

function failedReport(
  { inputs, context }: Pick<Trip, 'inputs' | 'context'>,
  request: SentRequest,
  thrown: unknown,
  durationMs: number,
): CallReport {
  const error = toRunError(thrown)
  const retryAdvice: FailureAdvice | undefined = adviceOfFailure(thrown)
  return {
    request,
    reply: null,
    statusCode: statusIn(thrown),
    extracted: [],
    warnings: [],
    error: error.code === 'TIMEOUT' ? timeoutFailure(inputs.timeoutSeconds, context.label) : error,
    retryAdvice,
    durationMs,
  }
}

function statusIn(thrown: unknown): number | null {
  const extra: unknown = thrown instanceof Error && 'extra' in thrown ? thrown.extra : undefined
  const hasStatus = typeof extra === 'object' && extra !== null && 'statusCode' in extra
  return hasStatus && typeof extra.statusCode === 'number' ? extra.statusCode : null
}
