import type { AccountCheck, Address } from '@patchbay/shared/api'
import { accountCheck, type CheckLine, checkLine } from '../../kit/account-check.ts'
import { refusedCall } from '../../kit/service-call.ts'
import {
  callAccount,
  callMessagingService,
  listNumbers,
  requireTwilio,
  type TwilioCall,
  type TwilioHost,
} from './calls.ts'

/**
 * Set Webhook: tells Twilio where texts go that arrive. With a messaging service it is set once for all its numbers,
 * else for each of our numbers. Numbers that are not in Patchbay are left alone.
 */
export async function setTwilioWebhook(
  host: TwilioHost,
  call: TwilioCall,
  { url, addresses }: { readonly url: string; readonly addresses: readonly Address[] },
): Promise<AccountCheck> {
  const { messagingServiceSid = '' } = call.properties
  if (messagingServiceSid !== '') {
    const line = await checkLine(() => setForService(host, call, url))
    return accountCheck([line], 'Twilio sends the texts of the messaging service here.')
  }
  const lines: CheckLine[] = []
  for (const { value } of addresses) lines.push(await checkLine(() => setForNumber(host, call, { url, number: value })))
  if (lines.length === 0) lines.push({ ok: false, text: 'The account has no numbers here yet. Import them first.' })
  return accountCheck(lines, 'Twilio sends the texts of these numbers here.')
}

async function setForService(host: TwilioHost, call: TwilioCall, url: string): Promise<string> {
  const fields = new URLSearchParams({
    InboundRequestUrl: url,
    InboundMethod: 'POST',
    StatusCallback: url,
    UseInboundWebhookOnNumber: 'false',
  })
  requireTwilio(await callMessagingService(host, call, fields))
  return 'Texts and receipts of the messaging service come here.'
}

async function setForNumber(
  host: TwilioHost,
  call: TwilioCall,
  { url, number }: { readonly url: string; readonly number: string },
): Promise<string> {
  const own = (await listNumbers(host, call, number)).find((row) => row.number === number)
  if (own === undefined) throw refusedCall(`Twilio has no number ${number} in this account.`)
  if (own.hasApplication) {
    throw refusedCall(`An application answers ${number} at Twilio. Remove it there, or texts do not come here.`)
  }
  const fields = new URLSearchParams({ SmsUrl: url, SmsMethod: 'POST' })
  requireTwilio(await callAccount(host, call, `/IncomingPhoneNumbers/${own.sid}.json`, fields))
  return `Texts to ${number} come here.`
}
