import type { CallContext } from './call-service.ts'
import type { WebCallInputs } from './inputs.ts'
import type { RequestBody } from './request-body.ts'

/** One request and its reply, with everything that it needs. */
export interface Trip {
  readonly inputs: WebCallInputs
  readonly context: CallContext
  /** Null when there is none. */
  readonly body: RequestBody | null
  /** End of the action's Timeout, which covers token requests, redirects and the body. */
  readonly deadlineMs: number
  /** Where it goes in place of URL of Service with its Query Parameters, and whether that is another origin. */
  readonly page?: { readonly url: string; readonly isElsewhere: boolean; readonly number: number }
}

export function remainingMs({ deadlineMs }: Pick<Trip, 'deadlineMs'>): number {
  return Math.max(1, Math.ceil(deadlineMs - performance.now()))
}
