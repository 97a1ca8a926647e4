import type { AccountCheck } from '@patchbay/shared/api'
import { accountCheck, checkLine } from '../../kit/account-check.ts'
import { callbackUrl } from '../../kit/callback-url.ts'
import { refusedCall } from '../../kit/service-call.ts'
import { type ViberProperties, viberAccount } from './account.ts'
import { requireViber, type ViberCall, type ViberHost } from './calls.ts'

/** Messages are sent in any case. */
const events = ['delivered', 'seen', 'failed', 'subscribed', 'unsubscribed', 'conversation_started']

/** Where Viber reaches the account: at the host that it names, or else where this server is reached from outside. */
export function viberCallback({ webhookHost = '' }: ViberProperties, baseUrl: string, accountId: string): string {
  return callbackUrl(
    webhookHost === '' ? baseUrl : `https://${webhookHost.replace(/:443$/, '')}`,
    viberAccount.id,
    accountId,
  )
}

/** Set Webhook. Viber calls the address before it answers. */
export async function setViberWebhook(host: ViberHost, call: ViberCall, url: string): Promise<AccountCheck> {
  const line = await checkLine(async () => {
    if (!url.startsWith('https://')) {
      throw refusedCall(`Viber calls https only, and not ${url}. Name the host under "Webhook url".`)
    }
    await requireViber(host, call, 'set_webhook', { url, event_types: events, send_name: true, send_photo: false })
    return 'Viber sends the messages of the bot here.'
  })
  return accountCheck([line], line.text)
}
