import { givenUrl } from '../../kit/account-properties.ts'
import { callService, type ServiceAnswer } from '../../kit/service-call.ts'
import type { WebClient } from '../../platform/egress/web-client.ts'
import type { OpenAiProperties } from './account.ts'

/** The address of OpenAI, which counts where an account names none. */
export type OpenAiUrl = (host: 'api') => string

export interface OpenAiCall {
  readonly web: WebClient
  readonly url: OpenAiUrl
  readonly properties: OpenAiProperties
  readonly signal: AbortSignal
}

interface OpenAiRequest {
  /** With its slash in front. */
  readonly path: string
  /** Absent: a GET. */
  readonly json?: object
  readonly timeoutMs?: number
}

/** @throws AppError as `WebClient.request` */
export function callOpenAi(
  { web, url, properties, signal }: OpenAiCall,
  { path, json, timeoutMs }: OpenAiRequest,
): Promise<ServiceAnswer> {
  const headers = headersOf(properties)
  return callService(web, {
    url: `${givenUrl(properties.apiUrl) ?? url('api')}${path}`,
    signal,
    ...(timeoutMs === undefined ? {} : { timeoutMs }),
    ...(json === undefined
      ? { method: 'GET', headers }
      : {
          method: 'POST',
          headers: [...headers, ['content-type', 'application/json'] as const],
          body: JSON.stringify(json),
        }),
  })
}

function headersOf({ apiKey = '', organisation = '' }: OpenAiProperties): readonly (readonly [string, string])[] {
  return [
    ...(apiKey === '' ? [] : [['authorization', `Bearer ${apiKey}`] as const]),
    ...(organisation === '' ? [] : [['openai-organization', organisation] as const]),
  ]
}

/**
 * The name of the limit of an answer. OpenAI and Azure have renamed it, and their newer models refuse the old name, which
 * is the one that the others know.
 */
export function lengthParameterOf({ apiUrl }: OpenAiProperties): 'max_completion_tokens' | 'max_tokens' {
  const given = givenUrl(apiUrl)
  if (given === undefined) return 'max_completion_tokens'
  const host = URL.parse(given)?.hostname ?? ''
  return /(^|\.)(openai|azure)\.com$/.test(host) ? 'max_completion_tokens' : 'max_tokens'
}
