import { createHash } from 'node:crypto'
import { gladlyEvents } from '@patchbay/shared/api'
import { type Json, parsePath, valueAt } from '@patchbay/shared/json'
import type { InputsOf } from '@patchbay/shared/nodes'
import type { webhook } from './definition.ts'
import { signatureSchemes } from './signature-schemes.ts'
import type { WebhookHead } from './webhook-request.ts'

type WebhookInputs = InputsOf<typeof webhook>

/** The longest ID that is kept as it is; of a longer one its hash. */
const MAX_ID_LENGTH = 200

/** The name of an event that the webhook does not start the flow for; undefined for one that it does. */
export function unwantedEvent({ headers }: WebhookHead, body: Json, { events }: WebhookInputs): string | undefined {
  if (events === undefined || events.from === 'all') return undefined
  const name =
    events.from === 'header'
      ? headers[placeOf(events)]
      : textAt(body, events.from === 'gladly' ? 'type' : placeOf(events))
  const wanted = events.from === 'gladly' ? gladlyEvents : (events.only ?? []).map(({ event }) => event.trim())
  return wanted.some((pattern) => fits(name ?? '', pattern)) ? undefined : (name ?? '')
}

/** What tells a repeated event from a new one; undefined when nothing does, or the request does not have it. */
export function eventId({ headers }: WebhookHead, body: Json, { auth, repeated }: WebhookInputs): string | undefined {
  const { from = 'signed' } = repeated ?? {}
  const id =
    from === 'signed'
      ? signedId(headers, auth)
      : from === 'header'
        ? headers[placeOf(repeated)]
        : from === 'body'
          ? textAt(body, placeOf(repeated))
          : undefined
  if (id === undefined || id === '') return undefined
  return id.length > MAX_ID_LENGTH ? createHash('sha256').update(id).digest('hex') : id
}

function signedId(headers: WebhookHead['headers'], auth: WebhookInputs['auth']): string | undefined {
  if (auth?.type !== 'signature') return undefined
  const { idHeaders = [] } = signatureSchemes[auth.scheme ?? 'standard-webhooks']
  return idHeaders.map((name) => headers[name]).find((id) => id !== undefined)
}

/** Where a value is: a path into the body, or a header in lower case. */
function placeOf(rule: { readonly from: string; readonly name?: string } | undefined): string {
  const name = rule?.name?.trim() ?? ''
  return rule?.from === 'header' ? name.toLowerCase() : name
}

function textAt(body: Json, place: string): string | undefined {
  const parsed = parsePath(place)
  const value = 'problem' in parsed ? undefined : valueAt(body, parsed.path)
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'bigint' ? String(value) : undefined
}

function fits(name: string, pattern: string): boolean {
  return pattern.endsWith('*') ? name.startsWith(pattern.slice(0, -1)) : name === pattern
}
