import type { AccountCheck, Address } from '@patchbay/shared/api'
import { isJsonObject } from '@patchbay/shared/json'
import { accountCheck, type CheckLine, checkLine } from '../../kit/account-check.ts'
import { refusedCall } from '../../kit/service-call.ts'
import { fieldOf } from '../../kit/values.ts'
import { callVonage, listNumbers, requireVonage, type VonageCall, type VonageHost, type VonageNumber } from './calls.ts'
import { applicationWith, digitsOf } from './wire.ts'

/**
 * Set Webhook: tells Vonage where texts go that arrive, by the application where the account has one, else for each of
 * our numbers. The setting of the whole Vonage account is left alone, because it is everybody's.
 */
export async function setVonageWebhook(
  host: VonageHost,
  call: VonageCall,
  { url, addresses }: { readonly url: string; readonly addresses: readonly Address[] },
): Promise<AccountCheck> {
  const { applicationId = '' } = call.properties
  if (applicationId !== '') {
    const line = await checkLine(() => setForApplication(host, call, { url, applicationId }))
    return accountCheck([line], 'Vonage sends the texts of the application here.')
  }
  if (addresses.length === 0) {
    const line = { ok: false, text: 'The account has no numbers here yet. Import them first.' }
    return accountCheck([line], line.text)
  }
  return accountCheck(
    await setForNumbers(host, call, { url, addresses }),
    'Vonage sends the texts of these numbers here.',
  )
}

interface ApplicationWebhook {
  readonly url: string
  readonly applicationId: string
}

/** The application is written as a whole, so it is read first. */
async function setForApplication(
  host: VonageHost,
  call: VonageCall,
  { url, applicationId }: ApplicationWebhook,
): Promise<string> {
  const path = `/v2/applications/${applicationId}`
  const { body } = requireVonage(await callVonage(host, call, { method: 'GET', host: 'api', path }))
  if (!isJsonObject(body)) throw refusedCall('Vonage did not answer an application.')
  const json = applicationWith(body, url)
  requireVonage(await callVonage(host, call, { method: 'PUT', host: 'api', path, json }))
  return 'Messages and receipts of the application come here.'
}

interface NumberWebhooks {
  readonly url: string
  readonly addresses: readonly Address[]
}

async function setForNumbers(
  host: VonageHost,
  call: VonageCall,
  { url, addresses }: NumberWebhooks,
): Promise<readonly CheckLine[]> {
  const listed: VonageNumber[] = []
  const asked = await checkLine(async () => {
    listed.push(...(await listNumbers(host, call)))
    return 'Vonage listed the numbers.'
  })
  if (!asked.ok) return [asked]
  const lines: CheckLine[] = []
  for (const { value } of addresses) {
    const own = listed.find(({ msisdn }) => msisdn === digitsOf(value))
    lines.push(await checkLine(() => setForNumber(host, call, { url, number: value, own })))
  }
  return lines
}

interface NumberWebhook {
  readonly url: string
  readonly number: string
  readonly own: VonageNumber | undefined
}

async function setForNumber(host: VonageHost, call: VonageCall, { url, number, own }: NumberWebhook): Promise<string> {
  if (own === undefined) throw refusedCall(`Vonage has no number ${number} in this account.`)
  const { country, msisdn, kept } = own
  const form = new URLSearchParams({ country, msisdn, ...kept, moHttpUrl: url })
  const { body } = requireVonage(
    await callVonage(host, call, { method: 'POST', host: 'rest', path: '/number/update', form }),
  )
  const code = fieldOf(body, 'error-code')
  if (code !== undefined && code !== '200') throw refusedCall(`Vonage did not change ${number}: error ${String(code)}`)
  return `Texts to ${number} come here.`
}
