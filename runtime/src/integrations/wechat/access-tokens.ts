import { stringifyJson } from '@patchbay/shared/json'
import type { IntegrationHost } from '../../kit/integration.ts'
import { callService } from '../../kit/service-call.ts'
import { fieldOf } from '../../kit/values.ts'
import type { WechatProperties } from './account.ts'
import { baseOf, codeOf, reasonOf, refusedWith, type WechatHost } from './wire.ts'

/** Another is asked for so long before one ends. WeChat takes both meanwhile. */
const AHEAD_SECONDS = 300
const FEWEST_SECONDS = 30
const TIMEOUT_MS = 10_000

/**
 * Returns the access token of an account.
 * @param stale a token that WeChat has just refused, which is not returned unless WeChat gives it again
 * @throws AppError HTTP_STATUS with WeChat's words, with `notSent` where another try may help
 */
export type AccessTokens = (properties: WechatProperties, stale?: string) => Promise<string>

export type TokenHost = WechatHost & Pick<IntegrationHost<WechatProperties>, 'clock'>

interface AccessToken {
  readonly value: string
  /** By the clock of the host. */
  readonly renewAt: number
}

/**
 * Keeps the token of each account and asks for the next ahead of time, once for all who wait for it. WeChat gives the same
 * one to all nodes.
 */
export function createAccessTokens(host: TokenHost): AccessTokens {
  const asked = new Map<string, Promise<AccessToken>>()

  async function ask(properties: WechatProperties): Promise<AccessToken> {
    const { value, seconds } = await askForToken(host, properties, AbortSignal.timeout(TIMEOUT_MS))
    return { value, renewAt: host.clock() + Math.max(seconds - AHEAD_SECONDS, FEWEST_SECONDS) * 1_000 }
  }

  return async (properties, stale) => {
    const key = [baseOf(host, properties), properties.appId, properties.appSecret].join(' ')
    const before = asked.get(key)
    if (before !== undefined) {
      const { value, renewAt } = await before
      if (value !== stale && host.clock() < renewAt) return value
      if (asked.get(key) === before) asked.delete(key)
    }
    const asking = asked.get(key) ?? ask(properties)
    asked.set(key, asking)
    try {
      return (await asking).value
    } catch (error) {
      if (asked.get(key) === asking) asked.delete(key)
      throw error
    }
  }
}

/** Asks WeChat. A refusal is never a reason to ask again by itself. @throws AppError as `AccessTokens` */
export async function askForToken(host: WechatHost, properties: WechatProperties, signal: AbortSignal) {
  const { appId: appid, appSecret: secret } = properties
  const answer = await callService(host.web, {
    method: 'POST',
    url: `${baseOf(host, properties)}/cgi-bin/stable_token`,
    headers: [['content-type', 'application/json']],
    body: stringifyJson({ grant_type: 'client_credential', appid, secret, force_refresh: false }),
    signal,
  })
  const [value, seconds] = ['access_token', 'expires_in'].map((name) => fieldOf(answer.body, name))
  if (typeof value === 'string' && value !== '' && typeof seconds === 'number') return { value, seconds }
  const code = codeOf(answer.body)
  const said = `${code ?? answer.statusCode}: ${reasonOf(answer.body) || 'nothing that can be read'}`
  throw refusedWith(code, `${problems[code ?? 0] ?? 'WeChat gave no access token'} (${said}).`)
}

const wrongSecret = 'WeChat does not accept the App Secret'

const problems: Readonly<Record<number, string>> = {
  40001: wrongSecret,
  40125: wrongSecret,
  40013: 'WeChat does not know an account with this App ID',
  40164: 'WeChat takes no calls from the address of this server. Add it to the IP allowlist beside the App ID',
}
