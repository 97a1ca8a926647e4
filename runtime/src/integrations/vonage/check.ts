import type { AccountCheck } from '@patchbay/shared/api'
import { accountCheck, type CheckLine, checkLine } from '../../kit/account-check.ts'
import { refusedCall } from '../../kit/service-call.ts'
import { fieldOf, textOf } from '../../kit/values.ts'
import { callVonage, requireVonage, type VonageCall, type VonageHost } from './calls.ts'
import { readPrivateKey } from './tokens.ts'

/** Test Connection: reads the balance, and the application. Sends nothing to a contact. */
export async function checkVonage(host: VonageHost, call: VonageCall): Promise<AccountCheck> {
  const { applicationId = '', privateKey = '', signatureSecret = '' } = call.properties
  const lines: CheckLine[] = [await checkLine(() => checkBalance(host, call))]
  if (applicationId !== '') lines.push(await checkLine(() => checkApplication(host, call, applicationId)))
  if (privateKey !== '') lines.push(await checkLine(async () => describeKey(privateKey)))
  if (applicationId !== '' && privateKey === '') {
    lines.push({ ok: false, text: 'The application has no private key here, so texts go over the SMS API.' })
  }
  if (signatureSecret === '') {
    lines.push({ ok: false, text: 'Without the Signature Secret no texts and receipts are taken from Vonage.' })
  }
  return accountCheck(lines, 'Vonage answers.')
}

async function checkBalance(host: VonageHost, call: VonageCall): Promise<string> {
  const answer = await callVonage(host, call, { method: 'GET', host: 'rest', path: '/account/get-balance' })
  if (answer.statusCode === 401) throw refusedCall('Vonage does not know this API Key with this API Secret.')
  const { body } = requireVonage(answer)
  const balance = fieldOf(body, 'value')
  if (typeof balance !== 'number') throw refusedCall('Vonage did not answer a balance.')
  return `The API Key works; the balance is ${balance.toFixed(2)} EUR.`
}

async function checkApplication(host: VonageHost, call: VonageCall, id: string): Promise<string> {
  const answer = await callVonage(host, call, { method: 'GET', host: 'api', path: `/v2/applications/${id}` })
  if (answer.statusCode === 404) throw refusedCall('The account has no application with this ID.')
  const { body } = requireVonage(answer)
  return `Messages go through the application "${textOf(fieldOf(body, 'name'))}".`
}

function describeKey(privateKey: string): string {
  readPrivateKey(privateKey)
  return 'The private key can be read.'
}
