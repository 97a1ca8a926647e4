import { callbackUrl } from '../../kit/callback-url.ts'
import type { AddressedMessage, Channel, SendOutcome } from '../../kit/channel.ts'
import type { IntegrationHost } from '../../kit/integration.ts'
import { accountGone, notSentByFailure } from '../../kit/not-sent.ts'
import { sms } from '../../messaging/channels/sms.ts'
import { type VonageProperties, vonageAccount } from './account.ts'
import { abilitiesWith, applicationOf } from './application.ts'
import type { VonageCall, VonageHost } from './calls.ts'
import { sendOverMessagesApi } from './messages-api.ts'
import { sendOverSmsApi } from './sms-api.ts'

export type ChannelHost = VonageHost & Pick<IntegrationHost<VonageProperties>, 'accounts' | 'publicUrl'>

/**
 * Texts over Vonage: over the Messages API where the account has an application, else over the SMS API. A message is
 * sent at most once: Vonage takes no idempotency key, and its messages cannot be searched by a key of ours.
 */
export function createVonageChannel(host: ChannelHost): Channel {
  const propertiesOf = async (accountId: string) => (await host.accounts.open(accountId))?.properties

  function sendWith(call: VonageCall, message: AddressedMessage): Promise<SendOutcome> {
    const application = applicationOf(call.properties)
    const { publicUrl } = host
    const receiptUrl = publicUrl === undefined ? undefined : callbackUrl(publicUrl, vonageAccount.id, message.accountId)
    if (application === undefined) return sendOverSmsApi(host, call, { message, receiptUrl })
    return sendOverMessagesApi(host, call, { message, receiptUrl, ...application })
  }

  return {
    definitions: [sms],
    repeatOf: async () => 'never',
    async abilitiesOf(accountId) {
      const properties = await propertiesOf(accountId)
      return properties === undefined ? undefined : abilitiesWith(applicationOf(properties))
    },
    messagesPerSecond: async (accountId) => (await propertiesOf(accountId))?.messagesPerSecond,
    async send(message, signal) {
      const properties = await propertiesOf(message.accountId)
      if (properties === undefined) return accountGone
      try {
        return await sendWith({ properties, signal }, message)
      } catch (error) {
        return notSentByFailure(error)
      }
    },
  }
}
