import type { OfferedAddress } from '../../kit/offered-address.ts'
import { listNumbers, type TwilioCall, type TwilioHost } from './calls.ts'

/** Import numbers: those that carry texts. @throws AppError HTTP_STATUS when Twilio does not list them */
export async function importTwilioNumbers(host: TwilioHost, call: TwilioCall): Promise<readonly OfferedAddress[]> {
  const numbers = await listNumbers(host, call)
  return numbers
    .filter(({ canSms }) => canSms)
    .map(({ number, name, canMms }) => ({
      channel: 'sms',
      value: number,
      label: name,
      capabilities: canMms ? ['sms', 'mms'] : ['sms'],
    }))
}
