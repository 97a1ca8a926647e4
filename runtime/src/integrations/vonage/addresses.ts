import type { OfferedAddress } from '../../kit/offered-address.ts'
import { listNumbers, type VonageCall, type VonageHost } from './calls.ts'

/** Import numbers: those that carry texts. @throws AppError HTTP_STATUS when Vonage does not list them */
export async function importVonageNumbers(host: VonageHost, call: VonageCall): Promise<readonly OfferedAddress[]> {
  const numbers = await listNumbers(host, call)
  return numbers
    .filter(({ features }) => features.includes('SMS'))
    .map(({ msisdn, features }) => ({
      channel: 'sms',
      value: msisdn,
      label: '',
      capabilities: features.includes('MMS') ? ['sms', 'mms'] : ['sms'],
    }))
}
