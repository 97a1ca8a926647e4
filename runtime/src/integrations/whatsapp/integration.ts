import { AppError } from '@patchbay/shared/errors'
import { callbackUrl } from '../../kit/callback-url.ts'
import { defineIntegration } from '../../kit/integration.ts'
import { downloadMedia } from '../../kit/media.ts'
import { type WhatsAppProperties, whatsappAccount } from './account.ts'
import { createWhatsAppChannel } from './channel.ts'
import { providerOf } from './providers.ts'
import { whatsapp as channel } from './whatsapp-channel.ts'

/** A WhatsApp number at one of three providers. */
export const whatsapp = defineIntegration({
  account: whatsappAccount,
  hosts: {
    twilio: 'https://api.twilio.com',
    twilioContent: 'https://content.twilio.com',
    nexmo: 'https://api.nexmo.com',
  },
  create: (host) => ({
    addressOf: ({ properties }) => ({ channel: channel.id, value: requireNumber(properties) }),
    check: ({ properties }, { signal }) => providerOf(properties).check(host, { properties, signal }),
    setWebhook: ({ id, properties }, { baseUrl, signal }) => {
      const url = callbackUrl(baseUrl, whatsappAccount.id, id)
      return providerOf(properties).setWebhook(host, { properties, signal }, { url, accountId: id })
    },
    templates: async ({ properties }, { signal }) =>
      (await providerOf(properties).templates?.(host, { properties, signal })) ?? [],
    channel: createWhatsAppChannel(host),
    callback: {
      methods: ['POST'],
      mostBytes: 1024 * 1024,
      verify: (request, { properties }) => providerOf(properties).verify(request, properties, host.now()),
      read: (request, { properties }) => providerOf(properties).read(request, spelled(properties)),
      answer: () => ({ status: 200 }),
    },
    fetchMedia: ({ properties }, media, { signal }) =>
      providerOf(properties).fetchMedia?.(host, { properties, signal }, media) ??
      downloadMedia(host.web, { url: media.url, signal }),
  }),
})

/** @throws AppError INVALID_INPUT when the provider needs more, or the number is none */
function requireNumber(properties: WhatsAppProperties): string {
  const missing = providerOf(properties).needed.find(([name]) => (properties[name] ?? '') === '')
  if (missing !== undefined) throw invalid(missing[0], `${missing[1]} is empty.`)
  const number = channel.normalise(properties.number, 'person')
  if (number?.startsWith('+') !== true) {
    throw invalid('number', 'Write the number with its country code, such as +1 305 555 0142.')
  }
  return number
}

/** Our side of a conversation, in the spelling of the address. */
function spelled(properties: WhatsAppProperties): WhatsAppProperties {
  return { ...properties, number: channel.normalise(properties.number, 'person') ?? properties.number }
}

function invalid(name: string, message: string): AppError {
  const path = `properties.${name}`
  return new AppError('INVALID_INPUT', `${path}: ${message}`, { errors: [{ path, message }] })
}
