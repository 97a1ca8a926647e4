import { toAppError } from '@patchbay/shared/errors'
import type { AddressedMessage, Channel, NotSent, SendOutcome } from '../../kit/channel.ts'
import type { IntegrationHost } from '../../kit/integration.ts'
import { messengerChannel } from '../../kit/messenger-channel.ts'
import { notSentByAnswer, notSentByFailure, notSentByVerdict, notSentUnreadable } from '../../kit/not-sent.ts'
import type { ServiceAnswer } from '../../kit/service-call.ts'
import type { AccessTokens } from './access-tokens.ts'
import { type WechatProperties, wechatAccount } from './account.ts'
import { callWechat } from './calls.ts'
import { wechat } from './official-channel.ts'
import { busyCodes, codeOf, reasonOf, type WechatHost } from './wire.ts'

const service = wechatAccount.title

export type ChannelHost = WechatHost & Pick<IntegrationHost<WechatProperties>, 'accounts' | 'now'>

/** Customer service messages. Each is sent at most once: WeChat takes no key, and its messages cannot be looked for. */
export function createWechatChannel(host: ChannelHost, tokens: AccessTokens): Channel {
  return messengerChannel(host, {
    definition: wechat,
    async send({ properties }, message, signal) {
      try {
        await tokens(properties)
      } catch (error) {
        return notSentWithoutToken(error)
      }
      const body = { touser: message.to, msgtype: 'text', text: { content: sayable(message.content.text ?? '') } }
      const request = { path: 'message/custom/send', body }
      return outcomeOf(message, await callWechat(host, tokens, { properties, signal }, request), host.now())
    },
  })
}

/** Nothing was sent. What WeChat refused stays refused; a call that got no answer may be tried again. */
function notSentWithoutToken(error: unknown): NotSent {
  const outcome = notSentByFailure(error)
  return toAppError(error).code === 'HTTP_STATUS' ? outcome : { ...outcome, retry: {} }
}

/** WeChat refuses JSON with `\u` escapes, as which control characters and halves of characters would be written. */
function sayable(text: string): string {
  return text.toWellFormed().replace(/[^\P{Cc}\n\r\t]/gu, '')
}

function outcomeOf({ idempotencyKey }: AddressedMessage, answer: ServiceAnswer, now: Date): SendOutcome {
  const code = codeOf(answer.body)
  const reason = `${code} ${reasonOf(answer.body)}`
  if (!answer.isOk) return notSentByAnswer(answer, { service, reason: reasonOf(answer.body), now })
  if (code === undefined) return notSentUnreadable(service)
  // WeChat gives no id of what it took.
  if (code === 0) return { ok: true, messageId: idempotencyKey, status: 'sent', segments: 1 }
  const refusal = refusals[code]
  if (refusal !== undefined) {
    const { message, ...error } = refusal
    return { ok: false, error: { ...error, message: `${message}: ${reason}` } }
  }
  const outcome = notSentByVerdict({ service, reason })
  return busyCodes.includes(code) ? { ...outcome, retry: {} } : outcome
}

const help = 'Wait until the contact writes again.'

const refusals: Readonly<Record<number, NotSent['error']>> = {
  45015: { code: 'WINDOW_CLOSED', message: 'The contact has not written for 48 hours, so nothing was sent', help },
  45047: {
    code: 'WINDOW_CLOSED',
    message: 'The contact has not answered the last messages, so nothing was sent',
    help,
  },
  48002: { code: 'OPTED_OUT', message: 'The contact takes no messages of the account, so nothing was sent', help },
}
