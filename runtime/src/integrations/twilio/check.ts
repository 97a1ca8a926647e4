import type { AccountCheck } from '@patchbay/shared/api'
import { accountCheck, checkLine } from '../../kit/account-check.ts'
import { refusedCall } from '../../kit/service-call.ts'
import { fieldOf, textOf } from '../../kit/values.ts'
import { callAccount, callMessagingService, requireTwilio, type TwilioCall, type TwilioHost } from './calls.ts'

/** Test Connection: reads the account, and its messaging service. Sends nothing to a contact. */
export async function checkTwilio(host: TwilioHost, call: TwilioCall): Promise<AccountCheck> {
  const { messagingServiceSid = '' } = call.properties
  const account = await checkLine(() => checkAccount(host, call))
  const isWhole = account.ok && messagingServiceSid !== ''
  const lines = isWhole ? [account, await checkLine(() => checkMessagingService(host, call))] : [account]
  return accountCheck(lines, 'Twilio answers.')
}

async function checkAccount(host: TwilioHost, call: TwilioCall): Promise<string> {
  const answer = await callAccount(host, call, '.json')
  if (answer.statusCode === 401) throw refusedCall('Twilio does not know this Account SID with this Auth Token.')
  const { body } = requireTwilio(answer)
  const status = textOf(fieldOf(body, 'status'))
  if (status !== 'active') throw refusedCall(`Twilio says that the account is ${status || 'not one of its own'}.`)
  return `The account "${textOf(fieldOf(body, 'friendly_name'))}" is active.`
}

async function checkMessagingService(host: TwilioHost, call: TwilioCall): Promise<string> {
  const answer = await callMessagingService(host, call)
  if (answer.statusCode === 404) throw refusedCall('The account has no messaging service with this SID.')
  const { body } = requireTwilio(answer)
  return `Texts leave through the messaging service "${textOf(fieldOf(body, 'friendly_name'))}".`
}
