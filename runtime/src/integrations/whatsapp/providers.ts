import type { WhatsAppProperties } from './account.ts'
import type { Provider } from './provider.ts'
import { infobip } from './providers/infobip.ts'
import { nexmo } from './providers/nexmo.ts'
import { twilio } from './providers/twilio.ts'

const providers: Readonly<Record<WhatsAppProperties['provider'], Provider>> = { infobip, twilio, nexmo }

export function providerOf({ provider }: WhatsAppProperties): Provider {
  return providers[provider]
}
