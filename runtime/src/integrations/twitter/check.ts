import type { AccountCheck } from '@patchbay/shared/api'
import { accountCheck, checkLine } from '../../kit/account-check.ts'
import { refusedCall } from '../../kit/service-call.ts'
import { fieldOf, textOf } from '../../kit/values.ts'
import { ownIdOf } from './account.ts'
import { appTokenOf, requireTwitter, type TwitterCall, type TwitterHost } from './calls.ts'
import { findWebhook, subscribedTo } from './webhooks.ts'

/** Test Connection: reads the account, and whether its messages come here. Sends nothing. */
export async function checkTwitter(host: TwitterHost, call: TwitterCall, url: string): Promise<AccountCheck> {
  const user = await checkLine(() => checkUser(host, call))
  if (!user.ok) return accountCheck([user], '')
  return accountCheck([user, await checkLine(() => checkEvents(host, call, url))], 'X answers.')
}

async function checkUser(host: TwitterHost, call: TwitterCall): Promise<string> {
  const user = await requireTwitter(host, call, { method: 'GET', path: '/2/users/me' })
  const [userId = '', username = ''] = ['id', 'username'].map((name) => textOf(fieldOf(user, name)))
  const ownId = ownIdOf(call.properties)
  if (userId !== ownId) throw refusedCall(`X says that the keys belong to the account ${userId}, and not to ${ownId}.`)
  return `The account @${username} (${userId}) answers.`
}

async function checkEvents(host: TwitterHost, call: TwitterCall, url: string): Promise<string> {
  const webhook = await findWebhook(host, call, { url, appToken: await appTokenOf(host, call) })
  if (webhook === undefined) throw refusedCall('Messages do not come here yet. Set Webhook.')
  if (!webhook.isValid) {
    throw refusedCall(
      'X got a wrong answer from here and sends no messages any more (valid: false). Set Webhook again.',
    )
  }
  const events = await subscribedTo(host, call, webhook.id)
  if (!events.has('dm.received')) throw refusedCall('The webhook gets no messages of this account. Set Webhook.')
  return 'Messages come here.'
}
