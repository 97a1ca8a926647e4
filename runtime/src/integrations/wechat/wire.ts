import { AppError } from '@patchbay/shared/errors'
import type { Json } from '@patchbay/shared/json'
import type { IntegrationHost } from '../../kit/integration.ts'
import { refusedCall } from '../../kit/service-call.ts'
import { fieldOf, textOf } from '../../kit/values.ts'
import type { WechatProperties } from './account.ts'

export type WechatHost = Pick<IntegrationHost<WechatProperties>, 'web' | 'url'>

/** The address of the API, by where the account is registered. */
export function baseOf({ url }: Pick<WechatHost, 'url'>, { wechatType }: WechatProperties): string {
  return url(wechatType === 'international' ? 'international' : 'api')
}

/** The `errcode` of an answer, 0 for success; undefined when it has none. The status is 200 in any case. */
export function codeOf(body: Json | undefined): number | undefined {
  const code = fieldOf(body, 'errcode')
  return typeof code === 'number' ? code : undefined
}

/** WeChat's words. They change, and end with the number of the request. */
export function reasonOf(body: Json | undefined): string {
  return textOf(fieldOf(body, 'errmsg'))
}

/** The system is busy; too many calls in this minute. */
export const busyCodes: readonly number[] = [-1, 45011]

/** A call before the message itself that WeChat has refused. Where WeChat is only busy, another try may help. */
export function refusedWith(code: number | undefined, message: string): AppError {
  return busyCodes.includes(code ?? 0)
    ? new AppError('HTTP_STATUS', message, { extra: { notSent: true } })
    : refusedCall(message)
}

/** The access token is wrong or has ended. */
export const staleCodes: readonly number[] = [40001, 40014, 42001]
