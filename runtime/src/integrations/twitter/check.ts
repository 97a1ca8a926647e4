import type { AccountCheck } from '@patchbay/shared/api'
import type { OpenAccount } from '../../kit/account.ts'
import { accountCheck, checkLine } from '../../kit/account-check.ts'
import { refusedCall } from '../../kit/service-call.ts'
import { fieldOf, textOf } from '../../kit/values.ts'
import { ownIdOf, type TwitterProperties } from './account.ts'
import { requireTwitter, type TwitterCall } from './calls.ts'
import type { ChannelHost } from './channel.ts'
import { findWebhook, subscribedTo } from './webhooks.ts'

/** Test Connection: reads the account, and whether its messages come here. Sends nothing. */
export async function checkTwitter(
  host: ChannelHost,
  { id, properties }: Pick<OpenAccount<TwitterProperties>, 'id' | 'properties'>,
  { url, signal }: { readonly url: string; readonly signal: AbortSignal },
): Promise<AccountCheck> {
  const call = { properties, signal }
  const user = await checkLine(() => checkUser(host, call, id))
  if (!user.ok) return accountCheck([user], '')
  return accountCheck([user, await checkLine(() => checkEvents(host, call, url))], 'X answers.')
}

async function checkUser(host: ChannelHost, call: TwitterCall, accountId: string): Promise<string> {
  const user = await requireTwitter(host, call, { method: 'GET', path: '/2/users/me' })
  const [userId = '', username = ''] = ['id', 'username'].map((name) => textOf(fieldOf(user, name)))
  const ownId = ownIdOf(call.properties)
  if (userId !== ownId) throw refusedCall(`X says that the keys belong to the account ${userId}, and not to ${ownId}.`)
  await host.accounts.keep(accountId, { userId, username })
  return `The account @${username} (${userId}) answers.`
}

async function checkEvents(host: ChannelHost, call: TwitterCall, url: string): Promise<string> {
  const webhook = await findWebhook(host, call, url)
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
