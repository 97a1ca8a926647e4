import type { Json } from '@patchbay/shared/json'
import { adviceOfStatus, type Failure, type FailureAdvice } from '../../kit/failure-advice.ts'
import { shortened } from '../../kit/not-sent.ts'
import type { ServiceAnswer } from '../../kit/service-call.ts'
import { fieldOf, textOf } from '../../kit/values.ts'

/** An answer outside of 2xx, in a sentence, and whether asking again may help. */
export function failureOfAnswer(answer: ServiceAnswer, now: Date): Failure {
  const { statusCode, body } = answer
  const serviceCode = codeIn(body)
  const code = refusals.has(serviceCode) ? 'CONTENT_REFUSED' : 'HTTP_STATUS'
  const help = helpFor(statusCode, serviceCode)
  const error = { code, message: sentenceFor(answer, serviceCode), help }
  const retryAdvice = adviceFor(answer, serviceCode, now)
  return {
    error: serviceCode === '' ? error : { ...error, serviceCode },
    ...(retryAdvice === undefined ? {} : { retryAdvice }),
  }
}

/** What the service says is wrong, in its words; empty when it says nothing. Services differ in where they say it. */
function reasonIn(body: Json | undefined): string {
  const error = fieldOf(body, 'error')
  const reason = typeof error === 'string' ? error : textOf(fieldOf(error, 'message') ?? fieldOf(body, 'message'))
  return shortened(reason)
}

function codeIn(body: Json | undefined): string {
  return textOf(fieldOf(fieldOf(body, 'error'), 'code')).slice(0, 100)
}

/** Codes of a request whose content the service refuses. */
const refusals: ReadonlySet<string> = new Set(['content_filter', 'content_policy_violation', 'invalid_prompt'])
const NO_CREDIT = 'insufficient_quota'

function sentenceFor({ statusCode, body }: ServiceAnswer, code: string): string {
  if (refusals.has(code)) return 'The service does not pass this text on to the model.'
  if (code === NO_CREDIT) return 'The account has no credit left at the service.'
  // In its own words the service would repeat a part of the key.
  if (statusCode === 401) return 'The service does not know this API key.'
  if (statusCode === 403) return 'The service does not let this API key do that.'
  if (statusCode === 429) return 'The service wants fewer questions at the moment.'
  const reason = reasonIn(body)
  return `The service answered ${statusCode}${reason === '' ? '' : `: ${reason}`}`
}

function helpFor(statusCode: number, code: string): string {
  if (refusals.has(code)) return 'Keep the On Failure path for such texts, or ask in other words.'
  if (code === NO_CREDIT) return 'Look at the billing of the service.'
  if (statusCode === 401) return 'Check the API key and the organisation of the account.'
  if (statusCode === 403) return 'Look at the service what the API key and the organisation of the account may do.'
  if (statusCode === 404) return 'Check the model, and the API URL of the account.'
  if (statusCode === 429)
    return 'It is asked again in a moment. If that happens often, ask the service for a higher limit.'
  if (statusCode >= 500)
    return 'The service has a fault. Try again later, or keep the On Failure path for such moments.'
  return 'The model may not know one of the settings, such as the temperature or fields. Try another model.'
}

/** A question changes nothing, so it may be asked again whenever that may help. */
function adviceFor(answer: ServiceAnswer, code: string, now: Date): FailureAdvice | undefined {
  const advice = code === NO_CREDIT ? undefined : adviceOfStatus(answer, now)
  if (advice?.outcome !== 'busy') return advice && { ...advice, isSure: true }
  const afterMs = hintMs(answer.headers) ?? advice.afterMs
  const unlessChosen = { attempts: 3, backoffSeconds: 2, maxBackoffSeconds: 30 }
  return { ...advice, unlessChosen, ...(afterMs === undefined ? {} : { afterMs }) }
}

/** OpenAI and Azure say the pause in milliseconds as well. */
function hintMs(headers: ServiceAnswer['headers']): number | undefined {
  const text = headers.find(([name]) => name === 'retry-after-ms')?.[1]?.trim()
  return text !== undefined && /^\d{1,9}$/.test(text) ? Number(text) : undefined
}
