import type { WebCallTestResponse } from '@patchbay/shared/api'
import { headerText } from '@patchbay/shared/expressions'
import { outputsOf } from '../nodes/data/external-web-call/run.ts'
import { MASK } from '../platform/secrets/mask.ts'
import type { SentRequest, WebCallInputs } from './build-request.ts'
import { type CallContext, type CallReport, callService } from './call-service.ts'
import { prepareVariables } from './extract.ts'

/** Characters of the body that the pop-up gets. */
const MAX_SHOWN_BODY = 1024 * 1024

/**
 * One call for Test HTTP Request, on the path a run takes. `inputs` are rendered with the sample values, their
 * secrets unsealed; the answer has `•••` where the request carries a secret. What a service echoes is not
 * masked here: hide it with the mask of the secrets that were unsealed.
 */
export async function testWebCall(inputs: WebCallInputs, context: CallContext): Promise<WebCallTestResponse> {
  const report = await callService(inputs, prepareVariables(inputs), context)
  return {
    exit: report.error === null ? 'success' : 'failure',
    request: shownRequest(report.request),
    response: shownReply(report),
    durationMs: Math.round(report.durationMs),
    variables: report.extracted,
    outputs: outputsOf(report),
    warnings: report.warnings,
    error: report.error,
  }
}

function shownRequest({ method, url, headers, body }: SentRequest): WebCallTestResponse['request'] {
  const shown = headers.map(({ name, value, isSecret }) => ({ name, value: isSecret ? MASK : headerText(value) }))
  return { method, url, headers: shown, body }
}

function shownReply({ reply }: CallReport): WebCallTestResponse['response'] {
  if (reply === null) return null
  const { response, content } = reply
  return {
    statusCode: response.statusCode,
    statusText: response.statusText,
    headers: response.headers.map(([name, value]) => ({ name, value })),
    body: response.text.slice(0, MAX_SHOWN_BODY),
    bytes: response.bytes,
    format: content.format,
    tree: content.tree,
  }
}
