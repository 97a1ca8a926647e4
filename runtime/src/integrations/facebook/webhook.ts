import type { AccountCheck } from '@patchbay/shared/api'
import { accountCheck, checkLine } from '../../kit/account-check.ts'
import { refusedCall } from '../../kit/service-call.ts'
import { type FacebookCall, type FacebookHost, requireGraph } from './calls.ts'

const fields =
  'messages,messaging_postbacks,messaging_referrals,message_deliveries,message_reads,message_echoes,message_edits,message_reactions'

/**
 * Set Webhook. With App ID and App Secret the app is told where to send, and calls back before it answers; then the page is
 * told to send to the app.
 */
export async function setFacebookWebhook(host: FacebookHost, call: FacebookCall, url: string): Promise<AccountCheck> {
  const app = await checkLine(() => subscribeApp(host, call, url))
  const page = await checkLine(async () => {
    const path = `/${call.properties.pageId}/subscribed_apps`
    await requireGraph(host, call, { method: 'POST', path, query: { subscribed_fields: fields } })
    return 'The page sends its messages to the app.'
  })
  return accountCheck([app, page], 'Facebook sends the messages of the page here.')
}

async function subscribeApp(host: FacebookHost, call: FacebookCall, url: string): Promise<string> {
  const { appId = '', appSecret = '', verifyToken = '' } = call.properties
  if (!url.startsWith('https://'))
    throw refusedCall(`Facebook calls https only, and not ${url}. Set PATCHBAY_PUBLIC_URL.`)
  if (appId === '' || appSecret === '') {
    throw refusedCall(
      'Without App ID and App Secret, paste Callback URL and Webhook Verify Token into the app yourself.',
    )
  }
  const body = { object: 'page', callback_url: url, verify_token: verifyToken, fields, include_values: true }
  await requireGraph(host, call, { method: 'POST', path: `/${appId}/subscriptions`, body, asApp: true })
  return 'The app sends what it gets here.'
}
