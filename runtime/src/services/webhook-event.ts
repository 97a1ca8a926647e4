import type { JsonObject } from '@patchbay/shared/json'
import type { WebhookAuth } from '../nodes/triggers/webhook/signature-schemes.ts'
import type { WebhookHead } from '../nodes/triggers/webhook/webhook-request.ts'
import type { EventBody } from '../platform/content/read-event-body.ts'

/** Headers that carry credentials. They are left out of the run's data. */
const withheld = ['authorization', 'cookie', 'proxy-authorization']

/** The data of the event that a request to a webhook is. */
export function webhookEvent(
  { method, headers, query }: Pick<WebhookHead, 'method' | 'headers' | 'query'>,
  { text, tree }: EventBody,
  auth: WebhookAuth,
): JsonObject {
  return { body: tree, headers: visibleHeaders(headers, auth), query, method, rawBody: text }
}

function visibleHeaders(headers: WebhookHead['headers'], { type, headerName = '' }: WebhookAuth): JsonObject {
  const hidden = new Set(type === 'header' ? [...withheld, headerName.toLowerCase()] : withheld)
  return Object.fromEntries(Object.entries(headers).filter(([name]) => !hidden.has(name)))
}
