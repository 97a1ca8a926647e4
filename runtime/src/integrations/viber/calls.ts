import { type Json, type JsonObject, stringifyJson } from '@patchbay/shared/json'
import type { IntegrationHost } from '../../kit/integration.ts'
import { callService, refusedCall, type ServiceAnswer } from '../../kit/service-call.ts'
import { fieldOf, textOf } from '../../kit/values.ts'
import type { ViberProperties } from './account.ts'

export type ViberHost = Pick<IntegrationHost<ViberProperties>, 'web' | 'url' | 'now'>

export interface ViberCall {
  readonly properties: ViberProperties
  readonly signal: AbortSignal
}

/** Calls the bot API. Viber answers 200 to everything and says in `status` what became of it. */
export function callViber(
  { web, url }: ViberHost,
  { properties, signal }: ViberCall,
  path: string,
  body: JsonObject,
): Promise<ServiceAnswer> {
  return callService(web, {
    method: 'POST',
    url: `${url('api')}/pa/${path}`,
    headers: [
      ['content-type', 'application/json'],
      ['x-viber-auth-token', properties.token],
    ],
    secretHeaders: ['x-viber-auth-token'],
    body: stringifyJson(body),
    signal,
  })
}

/** The answer of a call. @throws AppError HTTP_STATUS with Viber's words unless its status is 0 */
export async function requireViber(host: ViberHost, call: ViberCall, path: string, body: JsonObject): Promise<Json> {
  const answer = await callViber(host, call, path, body)
  const status = statusOf(answer.body)
  if (status === 0) return answer.body ?? null
  if (status === 2) throw refusedCall('Viber does not know a bot with this token.')
  throw refusedCall(
    `Viber answered ${status ?? answer.statusCode}: ${reasonOf(answer.body) || 'nothing that can be read'}`,
  )
}

/** The status of an answer; undefined when it is none of Viber's. */
export function statusOf(body: Json | undefined): number | undefined {
  const status = fieldOf(body, 'status')
  return typeof status === 'number' ? status : undefined
}

export function reasonOf(body: Json | undefined): string {
  return textOf(fieldOf(body, 'status_message'))
}
