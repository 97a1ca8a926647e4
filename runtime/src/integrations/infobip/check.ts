import type { AccountCheck } from '@patchbay/shared/api'
import { accountCheck, checkLine } from '../../kit/account-check.ts'
import { refusedCall } from '../../kit/service-call.ts'
import { fieldOf, textOf } from '../../kit/values.ts'
import { callInfobip, type InfobipCall, type InfobipHost } from './calls.ts'
import { requireInfobip } from './wire.ts'

/** Test Connection: reads the balance. Sends nothing to a contact. */
export async function checkInfobip(host: InfobipHost, call: InfobipCall): Promise<AccountCheck> {
  return accountCheck([await checkLine(() => checkBalance(host, call))], 'Infobip answers.')
}

async function checkBalance(host: InfobipHost, call: InfobipCall): Promise<string> {
  const answer = await callInfobip(host, call, { method: 'GET', path: '/account/1/balance' })
  if (answer.statusCode === 401) throw refusedCall('Infobip does not know this API Key at this API URL.')
  // A key may be allowed to send, and no more.
  if (answer.statusCode === 403) return 'The API Key works; it may not read the balance.'
  const body = requireInfobip(answer)
  const balance = fieldOf(body, 'balance')
  if (typeof balance !== 'number') throw refusedCall('What answers at the API URL is not Infobip.')
  return `The API Key works; the balance is ${balance.toFixed(2)} ${textOf(fieldOf(body, 'currency'))}.`
}
