import { callbackUrl } from '../../kit/callback-url.ts'
import type { Channel } from '../../kit/channel.ts'
import type { IntegrationHost } from '../../kit/integration.ts'
import { messengerChannel } from '../../kit/messenger-channel.ts'
import { type WhatsAppProperties, whatsappAccount } from './account.ts'
import type { WhatsAppHost } from './provider.ts'
import { providerOf } from './providers.ts'
import { whatsapp } from './whatsapp-channel.ts'

export type ChannelHost = WhatsAppHost & Pick<IntegrationHost<WhatsAppProperties>, 'accounts'>

/** WhatsApp messages over the provider of the account. Each is sent at most once. */
export function createWhatsAppChannel(host: ChannelHost): Channel {
  const { accounts, publicUrl } = host
  const channel = messengerChannel(host, {
    definition: whatsapp,
    send({ id, properties }, message, signal) {
      const receipts = publicUrl === undefined ? {} : { receiptUrl: callbackUrl(publicUrl, whatsappAccount.id, id) }
      return providerOf(properties).send(host, { properties, signal }, { ...message, ...receipts })
    },
  })
  return {
    ...channel,
    async abilitiesOf(accountId) {
      const properties = (await accounts.open(accountId))?.properties
      return properties === undefined ? undefined : providerOf(properties).abilities
    },
  }
}
