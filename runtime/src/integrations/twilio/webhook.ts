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
  type TwilioNumber,
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
  if (addresses.length === 0) lines.push({ ok: false, text: 'The account has no numbers here yet. Import them first.' })
  else lines.push(...(await setForNumbers(host, call, { url, addresses })))
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

/** One listing serves all numbers. Without it the line says why. */
async function setForNumbers(
  host: TwilioHost,
  call: TwilioCall,
  { url, addresses }: { readonly url: string; readonly addresses: readonly Address[] },
): Promise<readonly CheckLine[]> {
  let listed: readonly TwilioNumber[] = []
  const listing = await checkLine(async () => {
    listed = await listNumbers(host, call)
    return ''
  })
  if (!listing.ok) return [listing]
  const lines: CheckLine[] = []
  for (const { value } of addresses) {
    const own = listed.find(({ number }) => number === value)
    lines.push(await checkLine(() => setForNumber(host, call, { url, number: value, own })))
  }
  return lines
}

async function setForNumber(
  host: TwilioHost,
  call: TwilioCall,
  { url, number, own }: { readonly url: string; readonly number: string; readonly own: TwilioNumber | undefined },
): Promise<string> {
  if (own === undefined) throw refusedCall(`Twilio has no number ${number} in this account.`)
  if (own.hasApplication) {
    throw refusedCall(`An application answers ${number} at Twilio. Remove it there, or texts do not come here.`)
  }
  const fields = new URLSearchParams({ SmsUrl: url, SmsMethod: 'POST' })
  requireTwilio(await callAccount(host, call, `/IncomingPhoneNumbers/${own.sid}.json`, fields))
  return `Texts to ${number} come here.`
}
