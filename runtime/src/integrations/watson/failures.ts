import type { Retry } from '@patchbay/shared/flow'
import { adviceOfStatus, type Failure } from '../../kit/failure-advice.ts'
import type { ServiceAnswer } from '../../kit/service-call.ts'
import { reasonOf } from './wire.ts'

/** A limit per minute is free again within one, and a fault is often over in seconds. */
const usualRetry: Retry = { attempts: 4, backoffSeconds: 2, maxBackoffSeconds: 30 }

/** Why the service has not answered a turn, and whether the text may be said again. */
export function refusedTurn(answer: ServiceAnswer, now: Date): Failure {
  const { statusCode } = answer
  const reason = reasonOf(answer.body)
  // About keys, its words may hold a part of them, which no mask finds once they are cut.
  const words = reason === '' || statusCode === 401 || statusCode === 403 ? '' : `: ${reason}`
  const error = {
    code: 'HTTP_STATUS',
    message: `Watson Assistant answered ${statusCode}${words}`,
    help: helpOf(statusCode),
  }
  const advice = adviceOfStatus(answer, now)
  if (advice === undefined) return { error }
  // What stands in between and gives no reason, such as a proxy, does not know what became of the text.
  return { error, retryAdvice: { ...advice, isSure: advice.isSure && reason !== '', unlessChosen: usualRetry } }
}

function helpOf(status: number): string {
  if (status === 401) return 'Check Password/API Key and Sign-in of the account. Test Connection tries them.'
  if (status === 403) return 'Give the API key of the account the role Writer for this instance in IBM Cloud.'
  if (status === 404) return 'Check the IDs of the account, and its Service URL: it names the instance.'
  if (status === 429) return 'The plan of the instance allows fewer calls in a minute. A higher plan allows more.'
  if (status >= 500) return 'Watson Assistant has a fault. Keep the On Failure path for such moments.'
  if (status >= 400) return 'Check Version date of the account. Watson Assistant says what it does not take.'
  return 'What answers may not be Watson Assistant. Check Service URL of the account.'
}
