import { toAppError } from '@patchbay/shared/errors'
import type { WebResponse } from '../platform/egress/web-client.ts'
import type { FailureAdvice } from './node.ts'
import { retryAfterMs } from './retry-after.ts'

/**
 * Retry advice for a reply whose status is no success. A gateway that answers for a service it could not reach (502, 504)
 * does not know what the service has done.
 */
export function adviceOfStatus(
  response: Pick<WebResponse, 'statusCode' | 'headers'>,
  now: Date,
): FailureAdvice | undefined {
  const { statusCode } = response
  const afterMs = retryAfterMs(response.headers, now)
  const asked = afterMs === undefined ? {} : { afterMs }
  if (statusCode === 429 || statusCode === 503) return { outcome: 'busy', isSure: true, ...asked }
  if (statusCode === 408) return { outcome: 'timeout', isSure: true }
  if (statusCode === 502 || statusCode === 504) return { outcome: 'server-error', isSure: false }
  return statusCode >= 500 ? { outcome: 'server-error', isSure: true } : undefined
}

/** Retry advice for a call without a reply; undefined unless the request certainly did not reach the service. */
export function adviceOfFailure(thrown: unknown): FailureAdvice | undefined {
  const { extra } = toAppError(thrown)
  return extra.notSent === true ? { outcome: 'not-reached', isSure: true } : undefined
}
