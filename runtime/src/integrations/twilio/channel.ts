import { countSmsSegments } from '@patchbay/shared/nodes'
import { callbackUrl } from '../../kit/callback-url.ts'
import type { AddressedMessage, Channel, SendOutcome } from '../../kit/channel.ts'
import type { IntegrationHost } from '../../kit/integration.ts'
import { fileUrlsOf } from '../../kit/message-content.ts'
import {
  accountGone,
  notSentByAnswer,
  notSentByFailure,
  notSentByVerdict,
  notSentOptedOut,
  notSentUnreadable,
} from '../../kit/not-sent.ts'
import type { ServiceAnswer } from '../../kit/service-call.ts'
import { sms } from '../../messaging/channels/sms.ts'
import { type TwilioProperties, twilioAccount } from './account.ts'
import { callAccount, type TwilioHost } from './calls.ts'
import { codeOf, OPTED_OUT_CODE, readMessage, reasonOf, receiptStatuses } from './wire.ts'

const service = twilioAccount.title

export type ChannelHost = TwilioHost & Pick<IntegrationHost<TwilioProperties>, 'accounts' | 'publicUrl'>

/**
 * Texts and MMS over Twilio. A message is sent at most once: Twilio takes no idempotency key, and its messages cannot be
 * searched by a key of ours.
 */
export function createTwilioChannel(host: ChannelHost): Channel {
  const propertiesOf = async (accountId: string) => (await host.accounts.open(accountId))?.properties

  return {
    definitions: [sms],
    repeatOf: async () => 'never',
    messagesPerSecond: async (accountId) => (await propertiesOf(accountId))?.messagesPerSecond,
    async send(message, signal) {
      const properties = await propertiesOf(message.accountId)
      if (properties === undefined) return accountGone
      try {
        const fields = fieldsOf(message, properties, host.publicUrl)
        return outcomeOf(await callAccount(host, { properties, signal }, '/Messages.json', fields), message, host.now())
      } catch (error) {
        return notSentByFailure(error)
      }
    },
  }
}

function fieldsOf(
  { accountId, from, to, content }: AddressedMessage,
  { messagingServiceSid = '' }: TwilioProperties,
  publicUrl: string | undefined,
): URLSearchParams {
  const fields = new URLSearchParams({ To: to, From: from, Body: content.text ?? '' })
  // The service sends from the number we name, and not from one of its choice.
  if (messagingServiceSid !== '') fields.set('MessagingServiceSid', messagingServiceSid)
  for (const url of fileUrlsOf(content)) fields.append('MediaUrl', url)
  if (publicUrl !== undefined) fields.set('StatusCallback', callbackUrl(publicUrl, twilioAccount.id, accountId))
  return fields
}

function outcomeOf(answer: ServiceAnswer, { content }: AddressedMessage, now: Date): SendOutcome {
  const reason = reasonOf(answer.body)
  if (!answer.isOk && codeOf(answer.body) === OPTED_OUT_CODE) return notSentOptedOut({ service, reason })
  if (!answer.isOk) return notSentByAnswer(answer, { service, reason, now })
  const message = readMessage(answer.body)
  if (message === undefined) return notSentUnreadable(service)
  const status = receiptStatuses[message.status] ?? message.status
  if (status === 'undelivered') return notSentByVerdict({ service, reason: message.error || message.status })
  const segments = message.segments || countSmsSegments(content.text ?? '').segments
  return { ok: true, messageId: message.sid, status, segments }
}
