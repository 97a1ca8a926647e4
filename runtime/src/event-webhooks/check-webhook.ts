import { type EventType, isEventType, type WebhookChange } from '@patchbay/shared/api'
import { AppError, type FieldError } from '@patchbay/shared/errors'
import type { AllowList } from '../platform/egress/allow-list.ts'

const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/
const PRINTABLE = /^[\x20-\x7e]*$/
const OURS =
  /^(?:host|content-length|content-type|content-encoding|transfer-encoding|connection|keep-alive|upgrade|expect|te|trailer|proxy-.*|webhook-.*|x-forwarded-.*)$/i

/** What a webhook would be, with secrets in plain text. */
export interface WebhookDraft {
  readonly url: string
  readonly events: readonly string[]
  readonly username: string | null
  readonly password: string | undefined
  readonly headers: Readonly<Record<string, string>>
}

/** Everything that is wrong with a webhook, by member. */
export function webhookErrors(draft: WebhookDraft, allow: AllowList): readonly FieldError[] {
  return [...urlErrors(draft.url, allow), ...eventErrors(draft.events), ...basicErrors(draft), ...headerErrors(draft)]
}

/** @throws AppError INVALID_INPUT */
export function refuseErrors(errors: readonly FieldError[]): void {
  const [first] = errors
  if (first !== undefined) throw new AppError('INVALID_INPUT', `${first.path}: ${first.message}`, { errors })
}

/** The types that are known; the others are in `webhookErrors`. */
export function knownTypes(events: readonly string[]): readonly EventType[] {
  return [...new Set(events.filter(isEventType))]
}

function urlErrors(text: string, allow: AllowList): readonly FieldError[] {
  const wrong = (message: string) => [{ path: 'url', message }]
  const url = URL.parse(text)
  if (url === null || !['https:', 'http:'].includes(url.protocol))
    return wrong('This is not a URL. Begin with https://.')
  if (url.username !== '' || url.password !== '') return wrong('Enter name and password in their own fields.')
  if (url.hash !== '') return wrong('A part after # is never sent. Leave it out.')
  if (url.protocol === 'https:' || allow.allowsUrl(url)) return []
  return wrong('It must begin with https://, unless the operator allows the host in PATCHBAY_EGRESS_ALLOW.')
}

function eventErrors(events: readonly string[]): readonly FieldError[] {
  const unknown = events.filter((event) => !isEventType(event))
  if (unknown.length > 0) return [{ path: 'events', message: `There is no event ${unknown.join(', ')}.` }]
  return events.length === 0 ? [{ path: 'events', message: 'Choose at least one event.' }] : []
}

function basicErrors({ username, password }: WebhookDraft): readonly FieldError[] {
  if (username === null) return []
  if (username === '' || username.includes(':')) {
    return [{ path: 'username', message: 'It must have a character, and no colon: a colon ends it.' }]
  }
  return password === undefined || password === ''
    ? [{ path: 'password', message: 'A username needs a password.' }]
    : []
}

function headerErrors({ headers, username }: WebhookDraft): readonly FieldError[] {
  const names = Object.keys(headers)
  const wrong = (name: string, message: string) => [{ path: `headers/${name}`, message }]
  return names.flatMap((name, place) => {
    if (!TOKEN.test(name)) return wrong(name, 'A name has letters, digits and dashes.')
    if (OURS.test(name)) return wrong(name, 'Patchbay sets this header itself.')
    if (name.toLowerCase() === 'authorization' && username !== null) {
      return wrong(name, 'Username and password set this header already.')
    }
    if (names.findIndex((other) => other.toLowerCase() === name.toLowerCase()) < place) {
      return wrong(name, 'This header is there already.')
    }
    return PRINTABLE.test(headers[name] ?? '') ? [] : wrong(name, 'A value has printable ASCII characters only.')
  })
}

/**
 * What a webhook would send to another host although it was entered for the one before: who may change a webhook must
 * not read its secrets that way.
 */
export function keptSecretErrors(
  given: Pick<WebhookChange, 'password' | 'headers'>,
  before: { readonly url: string; readonly headers: Readonly<Record<string, string>> },
  { url, username, headers }: Pick<WebhookDraft, 'url' | 'username' | 'headers'>,
): readonly FieldError[] {
  if (URL.parse(url)?.origin === URL.parse(before.url)?.origin) return []
  const message = 'Enter it again: it was stored for another host and is sent nowhere else.'
  const isPasswordKept = username !== null && typeof given.password !== 'string'
  const names = Object.keys(headers).filter((name) => {
    return Object.hasOwn(before.headers, name) && typeof given.headers?.[name] !== 'string'
  })
  return [...(isPasswordKept ? ['password'] : []), ...names.map((name) => `headers/${name}`)].map((path) => {
    return { path, message }
  })
}

/** @returns the members that an absent one keeps from the stored webhook */
export function changed<Value>(given: Value | undefined, stored: Value): Value {
  return given === undefined ? stored : given
}
