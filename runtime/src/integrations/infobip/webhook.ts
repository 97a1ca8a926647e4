import type { AccountCheck, Address } from '@patchbay/shared/api'
import { accountCheck, type CheckLine, checkLine } from '../../kit/account-check.ts'
import { refusedCall } from '../../kit/service-call.ts'
import { callInfobip, type InfobipCall, type InfobipHost } from './calls.ts'
import { digitsOf, setSubscription } from './wire.ts'

export interface InfobipWebhook {
  readonly url: string
  readonly accountId: string
  readonly addresses: readonly Address[]
}

/**
 * Set Webhook: a subscription of Infobip brings the texts and reports of our numbers here, with the webhook password.
 * Set again, it is changed. Numbers with a setting of their own keep it until it follows the subscription.
 */
export async function setInfobipWebhook(
  host: InfobipHost,
  call: InfobipCall,
  webhook: InfobipWebhook,
): Promise<AccountCheck> {
  if (webhook.addresses.length === 0) {
    const line: CheckLine = { ok: false, text: 'The account has no numbers here yet. Import them first.' }
    return accountCheck([line], line.text)
  }
  const line = await checkLine(() => subscribe(host, call, webhook))
  return accountCheck([line], 'Infobip sends the texts of these numbers here.')
}

async function subscribe(host: InfobipHost, call: InfobipCall, webhook: InfobipWebhook): Promise<string> {
  const { webhookUsername: username = '', webhookPassword: password = '' } = call.properties
  if (username === '' || password === '')
    throw refusedCall('Enter a webhook username and password first, and save them.')
  await setSubscription(
    ({ body: json, ...request }) => callInfobip(host, call, json === undefined ? request : { ...request, json }),
    {
      ...{ id: `patchbay-${webhook.accountId}`, channel: 'SMS', events: ['DELIVERY', 'INBOUND_MESSAGE'] },
      ...{ resources: webhook.addresses.map(({ value }) => digitsOf(value)), url: webhook.url },
      credentials: { username, password },
    },
  )
  return 'Texts and reports of the numbers here come to this account.'
}
