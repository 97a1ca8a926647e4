import type { Json } from '@patchbay/shared/json'
import { givenUrl } from '../../kit/account-properties.ts'
import type { IntegrationHost } from '../../kit/integration.ts'
import { basicHeader, callService, refusedCall, requireOk, type ServiceAnswer } from '../../kit/service-call.ts'
import { fieldOf, textOf } from '../../kit/values.ts'
import type { VonageProperties } from './account.ts'
import { reasonOf } from './wire.ts'

const NUMBERS_PER_PAGE = 100
const MOST_PAGES = 20

export type VonageHost = Pick<IntegrationHost<VonageProperties>, 'web' | 'url' | 'now'>

export interface VonageCall {
  readonly properties: VonageProperties
  readonly signal: AbortSignal
}

interface VonageRequest {
  readonly method: 'GET' | 'POST' | 'PUT'
  /** `rest`: the older calls, such as those of the SMS API. */
  readonly host: 'api' | 'rest'
  /** With its slash in front. */
  readonly path: string
  /** Sent as a form. */
  readonly form?: URLSearchParams
  /** Sent as JSON. */
  readonly json?: object
  /** Instead of key and secret. */
  readonly token?: string
}

export function callVonage(
  { web, url }: VonageHost,
  { properties, signal }: VonageCall,
  { method, host, path, form, json, token }: VonageRequest,
): Promise<ServiceAnswer> {
  const { apiKey, apiSecret, apiUrl } = properties
  const credential =
    token === undefined ? basicHeader(apiKey, apiSecret) : (['authorization', `Bearer ${token}`] as const)
  const type = form === undefined ? 'application/json' : 'application/x-www-form-urlencoded'
  const body = form?.toString() ?? (json === undefined ? undefined : JSON.stringify(json))
  return callService(web, {
    method,
    url: `${givenUrl(apiUrl) ?? url(host)}${path}`,
    headers: body === undefined ? [credential] : [credential, ['content-type', type]],
    ...(body === undefined ? {} : { body }),
    signal,
  })
}

/** @throws AppError HTTP_STATUS with Vonage's words unless the answer is 2xx */
export function requireVonage(answer: ServiceAnswer): ServiceAnswer {
  requireOk(answer, { service: 'Vonage', reason: reasonOf(answer.body) })
  return answer
}

/** A number of the account as Vonage lists it. */
export interface VonageNumber {
  readonly country: string
  /** Without the plus. */
  readonly msisdn: string
  readonly features: readonly string[]
  /** The other settings of the number, which a change must repeat to keep. */
  readonly kept: Readonly<Record<string, string>>
}

/** @throws AppError HTTP_STATUS when Vonage does not list them */
export async function listNumbers(host: VonageHost, call: VonageCall): Promise<readonly VonageNumber[]> {
  const numbers: VonageNumber[] = []
  for (let page = 1; page <= MOST_PAGES; page += 1) {
    const path = `/account/numbers?index=${page}&size=${NUMBERS_PER_PAGE}`
    const { body } = requireVonage(await callVonage(host, call, { method: 'GET', host: 'rest', path }))
    const rows = fieldOf(body, 'numbers') ?? []
    if (!Array.isArray(rows)) throw refusedCall('Vonage did not answer a list of numbers.')
    numbers.push(...rows.flatMap(readNumber))
    if (rows.length < NUMBERS_PER_PAGE) break
  }
  return numbers
}

function readNumber(row: Json): readonly VonageNumber[] {
  const msisdn = textOf(fieldOf(row, 'msisdn'))
  if (msisdn === '') return []
  const features = fieldOf(row, 'features')
  const kept = ['voiceCallbackType', 'voiceCallbackValue', 'app_id'].flatMap((name) => {
    const value = textOf(fieldOf(row, name))
    return value === '' ? [] : [[name, value] as const]
  })
  return [
    {
      country: textOf(fieldOf(row, 'country')),
      msisdn,
      features: Array.isArray(features) ? features.map(textOf) : [],
      kept: Object.fromEntries(kept),
    },
  ]
}
