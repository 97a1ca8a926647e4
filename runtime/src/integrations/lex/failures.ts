import type { Retry } from '@patchbay/shared/flow'
import { adviceOfStatus, type Failure } from '../../kit/failure-advice.ts'
import type { ServiceAnswer } from '../../kit/service-call.ts'
import { keyFaultOf, refusalOf } from './wire.ts'

/** A quota of an alias is free again within seconds, and so is a conversation in which another turn was open. */
const usualRetry: Retry = { attempts: 5, backoffSeconds: 1, maxBackoffSeconds: 30 }

/** Why Lex has not answered a turn, and whether the text may be said again. */
export function refusedTurn(answer: ServiceAnswer, now: Date): Failure {
  const { statusCode } = answer
  const refusal = refusalOf(answer)
  const keyFault = keyFaultOf(refusal)
  // About keys, the words of Lex may hold a part of them, which no mask finds once they are cut.
  const words = keyFault !== undefined || refusal.message === '' ? '' : `: ${refusal.message}`
  const error = {
    code: 'HTTP_STATUS',
    message: `Amazon Lex answered ${statusCode}${words}`,
    help: helpOf(statusCode, keyFault),
  }
  // A conversation in which another turn is open is as busy as a bot whose quota is used up. After a failure of a function
  // behind the bot (424) there is no advice: the bot has moved on.
  const advice = adviceOfStatus({ ...answer, statusCode: statusCode === 409 ? 429 : statusCode }, now)
  if (advice === undefined) return { error }
  // What stands in between and gives no type, such as a proxy, does not know what became of the text.
  return { error, retryAdvice: { ...advice, isSure: advice.isSure && refusal.type !== '', unlessChosen: usualRetry } }
}

function helpOf(status: number, keyFault: string | undefined): string {
  if (keyFault !== undefined) return `${keyFault} Test Connection of the account tries the keys.`
  if (status === 403) return 'Allow the keys of the account lex:RecognizeText for this bot alias in IAM.'
  if (status === 404) return 'Check Bot Name/ID, Bot Alias and Locale, and the Region of the account.'
  if (status === 400) return 'Check Locale, and that the bot is built. Lex says what it does not take.'
  if (status === 409) return 'Another text of this conversation is still being answered.'
  if (status === 424) return 'The function behind the bot failed; CloudWatch has its log. The text is not said again.'
  if (status === 429) return 'The bot gets more calls than its quota in this region. AWS raises quotas on request.'
  if (status >= 500) return 'Amazon Lex has a fault. Keep the On Failure path for such moments.'
  return 'What answers may not be Amazon Lex. Check API URL of the account.'
}
