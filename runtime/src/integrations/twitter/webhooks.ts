import { fieldOf, listOf, textOf } from '../../kit/values.ts'
import { ownIdOf } from './account.ts'
import { requireTwitter, type TwitterCall, type TwitterHost } from './calls.ts'

/** A webhook of the app as X knows it. */
export interface TwitterWebhook {
  readonly id: string
  /** False once X got a wrong answer from its address. It is not called then. */
  readonly isValid: boolean
}

/** The webhook of the app with this address; undefined when there is none. */
export async function findWebhook(
  host: TwitterHost,
  call: TwitterCall,
  { url, appToken }: { readonly url: string; readonly appToken: string },
): Promise<TwitterWebhook | undefined> {
  const listed = listOf(await requireTwitter(host, call, { method: 'GET', path: '/2/webhooks', appToken }))
  const found = listed.find((webhook) => textOf(fieldOf(webhook, 'url')) === url)
  if (found === undefined) return undefined
  return { id: textOf(fieldOf(found, 'id')), isValid: fieldOf(found, 'valid') === true }
}

/** The types of events of the account that X sends to a webhook. */
export async function subscribedTo(
  host: TwitterHost,
  call: TwitterCall,
  webhookId: string,
): Promise<ReadonlySet<string>> {
  const listed = listOf(await requireTwitter(host, call, { method: 'GET', path: '/2/activity/subscriptions' }))
  const own = listed.filter(
    (subscription) =>
      textOf(fieldOf(subscription, 'webhook_id')) === webhookId &&
      textOf(fieldOf(fieldOf(subscription, 'filter'), 'user_id')) === ownIdOf(call.properties),
  )
  return new Set(own.map((subscription) => textOf(fieldOf(subscription, 'event_type'))))
}
