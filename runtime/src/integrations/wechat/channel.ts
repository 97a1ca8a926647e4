import type { MessageMedia } from '@patchbay/shared/api'
import type { JsonObject } from '@patchbay/shared/json'
import type { AddressedMessage, Channel, NotSent, SendOutcome } from '../../kit/channel.ts'
import type { IntegrationHost } from '../../kit/integration.ts'
import { fileOf } from '../../kit/message-content.ts'
import { messengerChannel } from '../../kit/messenger-channel.ts'
import { notSentBefore, notSentByAnswer, notSentByVerdict, notSentUnreadable } from '../../kit/not-sent.ts'
import type { ServiceAnswer } from '../../kit/service-call.ts'
import type { AccessTokens } from './access-tokens.ts'
import { type WechatProperties, wechatAccount } from './account.ts'
import { callWechat, type WechatCall } from './calls.ts'
import { uploadPicture } from './media.ts'
import { wechat } from './official-channel.ts'
import type { PassiveReplies } from './passive-replies.ts'
import { busyCodes, codeOf, reasonOf, type WechatHost } from './wire.ts'

const service = wechatAccount.title

export type ChannelHost = WechatHost & Pick<IntegrationHost<WechatProperties>, 'accounts' | 'now' | 'files'>

interface ChannelParts {
  readonly tokens: AccessTokens
  readonly replies: PassiveReplies
}

/**
 * The first text after a message of the contact goes with the answer to WeChat's call, all others are customer service
 * messages. Each is sent at most once: WeChat takes no key, and its messages cannot be looked for.
 */
export function createWechatChannel(host: ChannelHost, { tokens, replies }: ChannelParts): Channel {
  return messengerChannel(host, {
    definition: wechat,
    async send({ id: accountId, properties }, message, signal) {
      const { to: contact, content, idempotencyKey: messageId } = message
      const [text, file] = [sayable(content.text ?? ''), fileOf(content)]
      if (file === undefined && (await replies.offer({ accountId, contact }, text))) return sentAs(messageId)
      const call = { properties, signal }
      let said: JsonObject
      try {
        // Without a token nothing is sent either.
        await tokens(properties)
        said =
          file === undefined
            ? { msgtype: 'text', text: { content: text } }
            : await pictureOf(host, tokens, { call, file })
      } catch (error) {
        return notSentBefore(error)
      }
      const request = { path: 'message/custom/send', body: { touser: contact, ...said } }
      return outcomeOf(message, await callWechat(host, tokens, call, request), host.now())
    },
  })
}

/** WeChat wants the picture itself, and keeps it for three days. */
async function pictureOf(
  host: ChannelHost,
  tokens: AccessTokens,
  { call, file }: { readonly call: WechatCall; readonly file: MessageMedia },
): Promise<JsonObject> {
  const picture = await host.files.read(file, call.signal)
  return { msgtype: 'image', image: { media_id: await uploadPicture(host, tokens, { call, picture }) } }
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
  if (code === 0) return sentAs(idempotencyKey)
  const refusal = refusals[code]
  if (refusal !== undefined) {
    const { message, ...error } = refusal
    return { ok: false, error: { ...error, message: `${message}: ${reason}` } }
  }
  const outcome = notSentByVerdict({ service, reason })
  return busyCodes.includes(code) ? { ...outcome, retry: {} } : outcome
}

function sentAs(messageId: string): SendOutcome {
  return { ok: true, messageId, status: 'sent', segments: 1 }
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
