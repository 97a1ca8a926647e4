import { bridgeLimits } from '@patchbay/shared/bridges'
import { type JsonObject, stringifyJson } from '@patchbay/shared/json'
import type { IntegrationHost } from '../kit/integration.ts'
import type { WebRequest, WebResponse } from '../platform/egress/web-client.ts'
import type { BridgeAccount } from './bridge-auth.ts'
import { bridgeHeaders } from './bridge-headers.ts'

interface BridgeQuestion {
  /** Absent for an integration without sign-in. */
  readonly account?: BridgeAccount
  readonly url: string
  readonly content: JsonObject
  readonly signal: AbortSignal
  /** Default: text. */
  readonly reads?: WebRequest['reads']
}

/** Posts a call that changes nothing at the bridge. @throws what the web client throws */
export function postQuestion(
  { web, now }: Pick<IntegrationHost, 'web' | 'now'>,
  { account, url, content, signal, reads = 'text' }: BridgeQuestion,
): Promise<WebResponse> {
  const body = stringifyJson(content)
  return web.request({
    method: 'POST',
    url,
    headers: bridgeHeaders(account, { body, now: now() }),
    body,
    timeoutMs: bridgeLimits.timeoutMs,
    maxBytes: bridgeLimits.answerBytes,
    // A redirect would take the credentials elsewhere.
    maxRedirects: 0,
    isRepeatable: true,
    reads,
    signal,
  })
}
