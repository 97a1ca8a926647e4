import type { WebhookAttempt } from '@patchbay/shared/api'
import { isRecord } from '@patchbay/shared/flow'
import type { Tone } from '../../ui/badge.tsx'
import { eventWebhookTexts } from '../../ui/texts/event-webhooks.ts'

const texts = eventWebhookTexts.log

interface Result {
  readonly tone: Tone
  readonly text: string
}

/** How a request ended, as the log tells it. */
export function resultOf({ outcome, status, durationMs }: WebhookAttempt): Result {
  if (outcome === 'success') return { tone: 'ok', text: texts.ok(status ?? 200, durationMs) }
  if (outcome === 'debug') return { tone: 'wait', text: texts.again(status) }
  return { tone: 'bad', text: texts.givenUp(status) }
}

/** A request or an answer as it went over the wire. */
export function wireText(message: Readonly<Record<string, unknown>>): string {
  const { url, headers, body } = message
  const first = typeof url === 'string' ? [`POST ${url}`] : []
  const rows = isRecord(headers) ? Object.entries(headers).map(([name, value]) => `${name}: ${String(value)}`) : []
  const text = body === undefined || body === '' ? [] : ['', bodyText(body)]
  return [...first, ...rows, ...text].join('\n')
}

/** JSON with breaks, and everything else as it is. */
function bodyText(body: unknown): string {
  if (typeof body !== 'string') return JSON.stringify(body, null, 2)
  try {
    return JSON.stringify(JSON.parse(body), null, 2)
  } catch {
    return body
  }
}
