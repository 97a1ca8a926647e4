import { callbackUrl } from '../../kit/callback-url.ts'
import type { Channel } from '../../kit/channel.ts'
import type { IntegrationHost } from '../../kit/integration.ts'
import { saysNothing } from '../../kit/message-content.ts'
import { accountGone, nothingToSend, notSentByFailure } from '../../kit/not-sent.ts'
import { type WhatsAppProperties, whatsappAccount } from './account.ts'
import type { WhatsAppHost } from './provider.ts'
import { providerOf } from './providers.ts'
import { whatsapp } from './whatsapp-channel.ts'

export type ChannelHost = WhatsAppHost & Pick<IntegrationHost<WhatsAppProperties>, 'accounts'>

/** WhatsApp messages over the provider of the account. Each is sent at most once. */
export function createWhatsAppChannel(host: ChannelHost): Channel {
  const propertiesOf = async (accountId: string) => (await host.accounts.open(accountId))?.properties

  return {
    definitions: [whatsapp],
    repeatOf: async () => 'never',
    messagesPerSecond: async (accountId) => (await propertiesOf(accountId))?.messagesPerSecond,
    async abilitiesOf(accountId) {
      const properties = await propertiesOf(accountId)
      return properties === undefined ? undefined : providerOf(properties).abilities
    },
    async send(message, signal) {
      const properties = await propertiesOf(message.accountId)
      if (properties === undefined) return accountGone
      if (saysNothing(message.content)) return nothingToSend
      const { publicUrl } = host
      const receipts =
        publicUrl === undefined ? {} : { receiptUrl: callbackUrl(publicUrl, whatsappAccount.id, message.accountId) }
      try {
        return await providerOf(properties).send(host, { properties, signal }, { ...message, ...receipts })
      } catch (error) {
        return notSentByFailure(error)
      }
    },
  }
}
