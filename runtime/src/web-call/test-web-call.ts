import { headerText } from '@patchbay/shared/expressions'
import type { TestResult } from '../kit/node.ts'
import { MASK } from '../platform/secrets/mask.ts'
import type { SentRequest } from './build-request.ts'
import { type CallContext, type CallReport, callService } from './call-service.ts'
import type { WebCallInputs } from './inputs.ts'
import { outputsOf } from './outputs.ts'
import type { PreparedCall } from './prepare-call.ts'

/** How many characters of the body the designer gets. */
const MAX_SHOWN_BODY = 1024 * 1024

/**
 * Makes one call for the Test button, in the same way as a run. `inputs` are rendered with the sample values, and their
 * secrets are unsealed. The answer has `•••` where the request carries a secret. Secrets that the service repeats are
 * not masked here: mask the result with the secrets that were unsealed.
 */
export async function testWebCall(
  inputs: WebCallInputs,
  prepared: PreparedCall,
  context: CallContext,
): Promise<TestResult> {
  return shownTest(await callService(inputs, prepared, context))
}

/** A call as the Test button shows it. */
export function shownTest(report: CallReport): TestResult {
  return {
    exit: report.error === null ? 'success' : 'failure',
    request: shownRequest(report.request),
    response: shownReply(report),
    durationMs: report.durationMs,
    extracted: report.extracted,
    outputs: outputsOf(report),
    warnings: report.warnings,
    ...(report.error === null ? {} : { error: report.error }),
  }
}

function shownRequest({ method, url, headers, body }: SentRequest): NonNullable<TestResult['request']> {
  const shown = headers.map(({ name, value, isSecret }) => ({ name, value: isSecret ? MASK : headerText(value) }))
  return { method, url, headers: shown, body: body === null ? null : body.shown.slice(0, MAX_SHOWN_BODY) }
}

/** With pages, the tree is the list of all items: response variables are read from it. */
function shownReply({ reply, pages }: CallReport): NonNullable<TestResult['response']> | null {
  if (reply === null) return null
  const { response, content, text } = reply
  return {
    statusCode: response.statusCode,
    statusText: response.statusText,
    headers: response.headers.map(([name, value]) => ({ name, value })),
    body: text.slice(0, MAX_SHOWN_BODY),
    bytes: response.bytes,
    format: content.format,
    tree: pages?.items ?? content.tree,
  }
}
