import type { Json, JsonObject } from '@patchbay/shared/json'
import { stringifyJson } from '@patchbay/shared/json'
import type { IntegrationHost } from '../../kit/integration.ts'
import { callService, refusedCall, type ServiceAnswer } from '../../kit/service-call.ts'
import { fieldOf, textOf } from '../../kit/values.ts'
import type { TelegramProperties } from './account.ts'

export type TelegramHost = Pick<IntegrationHost<TelegramProperties>, 'web' | 'url' | 'now'>

export interface TelegramCall {
  readonly properties: TelegramProperties
  readonly signal: AbortSignal
}

/** Calls a method of the Bot API. The token is a part of the URL, so the URL must never be shown. */
export function callBot(
  { web, url }: TelegramHost,
  { properties, signal }: TelegramCall,
  method: string,
  parameters: JsonObject = {},
): Promise<ServiceAnswer> {
  return callService(web, {
    method: 'POST',
    url: `${url('api')}/bot${properties.token}/${method}`,
    headers: [['content-type', 'application/json']],
    body: stringifyJson(parameters),
    signal,
  })
}

/** The result of a call. @throws AppError HTTP_STATUS with Telegram's words */
export async function resultOf(
  host: TelegramHost,
  call: TelegramCall,
  method: string,
  parameters?: JsonObject,
): Promise<Json | undefined> {
  const answer = await callBot(host, call, method, parameters)
  if (answer.statusCode === 401 || answer.statusCode === 404) {
    throw refusedCall('Telegram does not know a bot with this token.')
  }
  if (fieldOf(answer.body, 'ok') !== true) {
    throw refusedCall(`Telegram answered ${answer.statusCode}: ${reasonOf(answer.body) || 'nothing that can be read'}`)
  }
  return fieldOf(answer.body, 'result')
}

/** What an error of the Bot API says. */
export function reasonOf(body: Json | undefined): string {
  return textOf(fieldOf(body, 'description'))
}
