import type { AccountCheck } from '@patchbay/shared/api'
import { accountCheck, type CheckLine, checkLine } from '../../kit/account-check.ts'
import { refusedCall } from '../../kit/service-call.ts'
import { fieldOf, textOf } from '../../kit/values.ts'
import { ownIdOf } from './account.ts'
import {
  appTokenOf,
  callTwitter,
  reasonOf,
  refusedAnswer,
  requireTwitter,
  type TwitterCall,
  type TwitterHost,
} from './calls.ts'
import { findWebhook, subscribedTo } from './webhooks.ts'

const LONGEST_URL = 200

/** What the account's page says about each kind of event. */
const events = [
  { type: 'dm.received', text: 'X sends the messages of the account here.' },
  { type: 'dm.read', text: 'X tells when messages are read.' },
  { type: 'chat.received', text: 'X tells when an encrypted message comes, which cannot be read here.' },
] as const

/**
 * Set Webhook. X asks for a proof before it answers, and again from time to time; then the account's events are subscribed to.
 */
export async function setTwitterWebhook(host: TwitterHost, call: TwitterCall, url: string): Promise<AccountCheck> {
  let webhookId = ''
  const webhook = await checkLine(async () => {
    webhookId = await webhookAt(host, call, url)
    return 'The app calls here.'
  })
  const lines = webhook.ok ? [webhook, ...(await subscribe(host, call, webhookId))] : [webhook]
  return accountCheck(lines, 'X sends the messages of the account here.')
}

/** Makes the webhook with this address. One that the app has already is checked by X again. */
async function webhookAt(host: TwitterHost, call: TwitterCall, url: string): Promise<string> {
  const target = URL.parse(url)
  if (target?.protocol !== 'https:' || target.port !== '' || url.length > LONGEST_URL) {
    const rule = `https without a port and at most ${LONGEST_URL} characters`
    throw refusedCall(`X calls ${rule} only, and not ${url}. Set PATCHBAY_PUBLIC_URL.`)
  }
  const appToken = await appTokenOf(host, call)
  const answer = await callTwitter(host, call, { method: 'POST', path: '/2/webhooks', body: { url }, appToken })
  const made = textOf(fieldOf(fieldOf(answer.body, 'data'), 'id'))
  if (answer.isOk && made !== '') return made
  if (!/duplicate/i.test(reasonOf(answer.body))) throw refusedAnswer(answer)
  const found = await findWebhook(host, call, { url, appToken })
  if (found === undefined) throw refusedAnswer(answer)
  await requireTwitter(host, call, { method: 'PUT', path: `/2/webhooks/${encodeURIComponent(found.id)}`, appToken })
  return found.id
}

async function subscribe(host: TwitterHost, call: TwitterCall, webhookId: string): Promise<readonly CheckLine[]> {
  const lines: CheckLine[] = []
  // What cannot be listed is subscribed to once more.
  const known = await subscribedTo(host, call, webhookId).catch(() => new Set<string>())
  for (const { type, text } of events) {
    const line = await checkLine(async () => {
      if (known.has(type)) return text
      const body = { event_type: type, filter: { user_id: ownIdOf(call.properties) }, webhook_id: webhookId }
      await requireTwitter(host, call, { method: 'POST', path: '/2/activity/subscriptions', body })
      return text
    })
    // Messages come without this one, too.
    const isNeeded = type !== 'chat.received'
    lines.push(line.ok || isNeeded ? line : { ok: true, text: `X does not tell of encrypted messages: ${line.text}` })
  }
  return lines
}
