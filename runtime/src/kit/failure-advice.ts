import type { RunErrorBody } from '@patchbay/shared/api'
import { toAppError } from '@patchbay/shared/errors'
import type { Retry, RetryOutcome } from '@patchbay/shared/flow'
import type { WebResponse } from '../platform/egress/web-client.ts'
import { retryAfterMs } from './retry-after.ts'

/** What a failed attempt says about the next one. */
export interface FailureAdvice {
  readonly outcome: RetryOutcome
  /**
   * True when the action was certainly not done, or the other side answered that it failed. An action that must not be
   * done twice is retried only then.
   */
  readonly isSure: boolean
  /** The pause that the other side asked for (Retry-After). */
  readonly afterMs?: number
  /** How the action is retried where the author of the flow has chosen nothing. Absent: not at all. */
  readonly unlessChosen?: Retry
  /** The action has tried again by itself, as `retry` of its context says. */
  readonly isFinal?: true
}

/** Why an outside call brought nothing, and what that says about another try. */
export interface Failure {
  readonly error: RunErrorBody
  /** Absent: decided by the code of `error`. */
  readonly retryAdvice?: FailureAdvice
}

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
