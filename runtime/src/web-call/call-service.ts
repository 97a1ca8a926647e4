import type { RunErrorBody, StepWarning } from '@patchbay/shared/api'
import type { Retry } from '@patchbay/shared/flow'
import type { OpenAccount } from '../kit/account.ts'
import type { FailureAdvice } from '../kit/failure-advice.ts'
import type { StepServices } from '../kit/node.ts'
import type { SentRequest } from './build-request.ts'
import { callOnce } from './call-once.ts'
import { callPages } from './call-pages.ts'
import type { Extracted } from './extract.ts'
import type { WebCallInputs } from './inputs.ts'
import type { Gathered } from './paging.ts'
import type { PreparedCall } from './prepare-call.ts'
import type { Reply } from './read-reply.ts'
import type { WebCallProperties } from './saved-account.ts'

export interface CallContext {
  readonly services: Pick<StepServices, 'web' | 'tokens' | 'accountTokens' | 'files' | 'now'>
  /** Opens a saved account. @throws AppError ACCOUNT_NOT_FOUND, SECRET_MISSING */
  account(accountId: string): Promise<OpenAccount<WebCallProperties>>
  readonly signal: AbortSignal
  /** The same for every attempt of the step. */
  readonly idempotencyKey: string
  /** The action in messages, such as `#2 Forecast`. */
  readonly label: string
  /** How single pages are tried again. */
  readonly retry?: Retry
}

/** Everything that one call produced. The step and the Test HTTP Request pop-up each show parts of it. */
export interface CallReport {
  /** With pages, that of the last one. */
  readonly request: SentRequest
  /** Null when no complete reply came. With pages, that of the last one. */
  readonly reply: Reply | null
  /** Our own address of a reply that was kept as a file. */
  readonly fileUrl?: string
  /** Only with paging. */
  readonly pages?: Gathered
  /** Also set when a reply came but could not be read to its end. */
  readonly statusCode: number | null
  readonly extracted: readonly Extracted[]
  readonly warnings: readonly StepWarning[]
  readonly error: RunErrorBody | null
  /** The failure's advice about another attempt. Undefined: decided by the error's code. */
  readonly retryAdvice: FailureAdvice | undefined
  readonly durationMs: number
}

/**
 * Calls the service with rendered inputs and reads its reply, or all pages of it. Never throws for what a service or a
 * builder can cause. Throws the reason of `signal` when the run is cancelled.
 */
export function callService(inputs: WebCallInputs, prepared: PreparedCall, context: CallContext): Promise<CallReport> {
  const { paging } = inputs
  if (paging === undefined || paging.by === 'none') return callOnce({ inputs, context }, prepared.variables)
  return callPages({ inputs, context }, paging, prepared)
}
