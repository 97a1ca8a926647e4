import { type JsonObject, stringifyJson } from '@patchbay/shared/json'
import { callService, type ServiceAnswer } from '../../kit/service-call.ts'
import type { AccessTokens } from './access-tokens.ts'
import type { WechatProperties } from './account.ts'
import { baseOf, codeOf, staleCodes, type WechatHost } from './wire.ts'

export interface WechatCall {
  readonly properties: WechatProperties
  readonly signal: AbortSignal
}

/** The address of a method. It holds the token, so it must never be shown. */
export function methodUrl(
  host: WechatHost,
  { properties }: WechatCall,
  { path, token, query = {} }: { path: string; token: string; query?: Readonly<Record<string, string>> },
): string {
  return `${baseOf(host, properties)}/cgi-bin/${path}?${new URLSearchParams({ access_token: token, ...query })}`
}

/**
 * Calls with the access token of the account. When WeChat refuses the token, which then did nothing, it is called once more
 * with a new one.
 */
export async function withToken<Answer>(
  tokens: AccessTokens,
  { properties }: WechatCall,
  { call, isStale }: { call(token: string): Promise<Answer>; isStale(answer: Answer): boolean },
): Promise<Answer> {
  const token = await tokens(properties)
  const answer = await call(token)
  if (!isStale(answer)) return answer
  const next = await tokens(properties, token)
  return next === token ? answer : call(next)
}

/** @throws AppError as `AccessTokens` and `WebClient.request` */
export function callWechat(
  host: WechatHost,
  tokens: AccessTokens,
  call: WechatCall,
  { path, body }: { readonly path: string; readonly body: JsonObject },
): Promise<ServiceAnswer> {
  return withToken(tokens, call, {
    isStale: ({ body: answer }) => staleCodes.includes(codeOf(answer) ?? 0),
    call: (token) =>
      callService(host.web, {
        method: 'POST',
        url: methodUrl(host, call, { path, token }),
        headers: [['content-type', 'application/json; charset=utf-8']],
        body: stringifyJson(body),
        signal: call.signal,
      }),
  })
}
