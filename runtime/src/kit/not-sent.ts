import type { RunErrorBody } from '@patchbay/shared/api'
import { type ErrorCode, toAppError } from '@patchbay/shared/errors'
import type { NotSent } from './channel.ts'
import { retryAfterMs } from './retry-after.ts'
import { toRunError } from './run-error.ts'
import type { ServiceAnswer } from './service-call.ts'

/** Longest part of a service's own words in an error. */
const LONGEST_REASON = 300

export interface Refusal {
  /** The name of the service in sentences. */
  readonly service: string
  /** What the service said, in its words; empty when it said nothing. */
  readonly reason: string
  readonly now: Date
}

/** A send that got no answer. Another try is safe only when the request certainly did not reach the service. */
export function notSentByFailure(thrown: unknown): NotSent {
  const { code, extra } = toAppError(thrown)
  const isUnsent = extra.notSent === true || code === 'HOST_NOT_FOUND'
  return { ok: false, error: toRunError(thrown), ...(isUnsent ? { retry: {} } : {}) }
}

/**
 * A send that failed before the message itself was sent, such as for want of a token. A call that got no answer and a file
 * that is not there yet are tried again. What the service has refused, and what would fail the same way again, is not.
 */
export function notSentBefore(thrown: unknown): NotSent {
  const outcome = notSentByFailure(thrown)
  return passing.has(toAppError(thrown).code) ? { ...outcome, retry: {} } : outcome
}

/** Failures that another try may not meet. */
const passing: ReadonlySet<ErrorCode> = new Set([
  'TIMEOUT',
  'CONNECTION_FAILED',
  'MEDIA_NOT_READY',
  'STORE_UNAVAILABLE',
  'SHUTTING_DOWN',
])

/** A send that the service refused with a status outside of 2xx. */
export function notSentByAnswer(answer: ServiceAnswer, { service, reason, now }: Refusal): NotSent {
  const { statusCode } = answer
  const code = statusCode >= 500 ? 'HTTP_STATUS' : 'MESSAGE_REFUSED'
  const message = `${service} answered ${statusCode}${reason === '' ? '' : `: ${shortened(reason)}`}`
  const error = { code, message, help: helpFor(statusCode) }
  if (statusCode !== 429) return { ok: false, error }
  const afterMs = retryAfterMs(answer.headers, now)
  return { ok: false, error, retry: afterMs === undefined ? {} : { afterMs } }
}

/** A send that the service refused inside an answer that looks like success. */
export function notSentByVerdict({ service, reason }: Omit<Refusal, 'now'>): NotSent {
  const message = `${service} refused the message: ${shortened(reason)}`
  return { ok: false, error: { code: 'MESSAGE_REFUSED', message, help: HELP } }
}

/** A send that the service refused because the contact has told it to send no more messages. */
export function notSentOptedOut({ service, reason }: Omit<Refusal, 'now'>): NotSent {
  return { ok: false, error: optedOutAt(service, reason) }
}

/** The error of a message whose contact has opted out at the service. */
export function optedOutAt(service: string, reason: string): RunErrorBody {
  return {
    code: 'OPTED_OUT',
    message: `${service} says that the contact has opted out: ${shortened(reason)}`,
    help: 'The contact can let messages in again at the service, with texts by sending START.',
  }
}

/** An answer that does not say whether the message was accepted, so it must not be sent again. */
export function notSentUnreadable(service: string): NotSent {
  const error: RunErrorBody = {
    code: 'RESPONSE_NOT_READABLE',
    message: `${service} answered something that does not say whether it accepted the message.`,
    help: 'Look for the message in the log of the service before it is sent again.',
  }
  return { ok: false, error }
}

/** A message of which nothing is left for its channel. */
export const nothingToSend: NotSent = {
  ok: false,
  error: { code: 'INVALID_VALUE', message: 'The message is empty, so nothing was sent.' },
}

/** A message of an account that no longer exists. */
export const accountGone: NotSent = {
  ok: false,
  error: {
    code: 'NO_SUCH_ADDRESS',
    message: 'The account of this number no longer exists. Create it again, or move the number.',
  },
}

const HELP = 'Look for the code in the documentation of the service.'

function helpFor(statusCode: number): string {
  if (statusCode === 401 || statusCode === 403) return 'Check the credential of the account under Accounts.'
  if (statusCode === 429) return 'Lower the messages per second of the account, or wait.'
  return statusCode >= 500 ? 'Try again later. If it keeps failing, ask the operator of the service.' : HELP
}

/** A service's own words, cut to what an error shows of them. */
export function shortened(text: string): string {
  return text.length > LONGEST_REASON ? `${text.slice(0, LONGEST_REASON)}…` : text
}
