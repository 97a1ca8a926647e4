import type { RunErrorBody } from '@patchbay/shared/api'
import { countSmsSegments } from '@patchbay/shared/nodes'
import type { AddressedMessage, Channel, FindOutcome, NotSent, SendOutcome, Sent } from '../../kit/channel.ts'
import type { IntegrationHost } from '../../kit/integration.ts'
import { fileUrlsOf } from '../../kit/message-content.ts'
import { accountGone, notSentByFailure } from '../../kit/not-sent.ts'
import { retryAfterMs } from '../../kit/retry-after.ts'
import { sms } from '../../messaging/channels/sms.ts'
import type { WebResponse } from '../../platform/egress/web-client.ts'
import type { HttpGatewayProperties } from './account.ts'
import { askGateway, callOf, isAskable, readAnswer, timeoutMsOf } from './calls.ts'

const MAX_ANSWER_BYTES = 64 * 1024

export type ChannelHost = Pick<IntegrationHost<HttpGatewayProperties>, 'web' | 'accounts' | 'now'>

/** Gateways that companies run themselves, over the HTTP of docs/http-gateway.md. */
export function createHttpGatewayChannel(host: ChannelHost): Channel {
  const { web } = host
  const propertiesOf = async (accountId: string) => (await host.accounts.open(accountId))?.properties

  async function find(message: AddressedMessage, signal: AbortSignal): Promise<FindOutcome> {
    const properties = await propertiesOf(message.accountId)
    if (properties === undefined || !isAskable(properties)) return { kind: 'unknown', isFinal: true }
    const { taken, messageId, status } = await askGateway(properties, message.idempotencyKey, { web, signal })
    if (taken === undefined) return { kind: 'unknown', isFinal: false }
    if (!taken) return { kind: 'not-sent', settledAfterMs: timeoutMsOf(properties) }
    return { kind: 'sent', sent: sentOf(message, { messageId, status }) }
  }

  async function send(message: AddressedMessage, signal: AbortSignal): Promise<SendOutcome> {
    const properties = await propertiesOf(message.accountId)
    if (properties === undefined) return accountGone
    try {
      const response = await web.request(requestOf(message, properties, signal))
      const { statusCode, text } = response
      if (statusCode < 200 || statusCode > 299) return refusedBy(response, host.now())
      return sentOf(message, readAnswer(text))
    } catch (error) {
      return (await findAfterFailure(message, signal)) ?? notSentByFailure(error)
    }
  }

  /** Checks after a broken call, because the gateway may have accepted the text all the same. */
  async function findAfterFailure(message: AddressedMessage, signal: AbortSignal): Promise<Sent | undefined> {
    if (signal.aborted) return undefined
    const found = await find(message, signal)
    return found.kind === 'sent' ? found.sent : undefined
  }

  return {
    definitions: [sms],
    repeatOf: async (accountId) => ((await propertiesOf(accountId))?.honoursKeys === true ? 'keyed' : 'never'),
    find,
    send,
  }
}

function requestOf(message: AddressedMessage, properties: HttpGatewayProperties, signal: AbortSignal) {
  const { idempotencyKey: id, from, to, content } = message
  const call = callOf(properties)
  const own = [
    ['content-type', 'application/json'],
    ['accept', 'application/json'],
    ['idempotency-key', id],
  ] as const
  return {
    ...call,
    method: 'POST',
    url: properties.url,
    headers: [...own, ...call.headers],
    body: JSON.stringify({ id, from, to, text: content.text ?? '', media: fileUrlsOf(content) }),
    maxBytes: MAX_ANSWER_BYTES,
    isRepeatable: properties.honoursKeys === true,
    signal,
  }
}

interface GatewayAnswer {
  readonly messageId?: string | undefined
  readonly status?: string | undefined
}

function sentOf({ idempotencyKey, content }: AddressedMessage, { messageId, status }: GatewayAnswer): Sent {
  const { segments } = countSmsSegments(content.text ?? '')
  return { ok: true, messageId: messageId ?? idempotencyKey, status: status ?? 'accepted', segments }
}

function refusedBy(response: WebResponse, now: Date): NotSent {
  const error = refusal(response)
  if (response.statusCode !== 429) return { ok: false, error }
  const afterMs = retryAfterMs(response.headers, now)
  return { ok: false, error, retry: afterMs === undefined ? {} : { afterMs } }
}

function refusal({ statusCode, text }: WebResponse): RunErrorBody {
  const said = text.trim() === '' ? '' : `: ${text.trim().slice(0, 200)}`
  const message = `The gateway answered ${statusCode}${said}`
  const help =
    statusCode === 401 || statusCode === 403
      ? 'Check the credential of the account under Accounts.'
      : 'Look into the log of the gateway.'
  return { code: statusCode >= 500 ? 'HTTP_STATUS' : 'MESSAGE_REFUSED', message, help }
}
