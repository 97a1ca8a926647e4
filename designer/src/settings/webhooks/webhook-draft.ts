import type { NewWebhook, WebhookPreset, WebhookResource } from '@patchbay/shared/api'

export interface HeaderDraft {
  /** Of the row, while it is shown. */
  readonly key: number
  readonly name: string
  /** Null: the stored one stays. */
  readonly value: string | null
}

/** A webhook as its form has it. */
export interface WebhookDraft {
  readonly name: string
  readonly url: string
  readonly events: readonly string[]
  readonly username: string
  /** Null: the stored one stays. */
  readonly password: string | null
  readonly realm: string
  readonly headers: readonly HeaderDraft[]
  readonly preset: WebhookPreset
  readonly isStrict: boolean
  readonly includesText: boolean
  readonly holdDays: number
}

export const emptyDraft: WebhookDraft = {
  name: '',
  url: '',
  events: [],
  username: '',
  password: '',
  realm: '',
  headers: [],
  preset: 'standard',
  isStrict: false,
  includesText: false,
  holdDays: 4,
}

export function draftOf(webhook: WebhookResource): WebhookDraft {
  const { name, url, events, username, hasPassword, realm, headers, preset, isStrict, includesText, holdDays } = webhook
  return {
    name,
    url,
    events,
    username: username ?? '',
    password: hasPassword ? null : '',
    realm: realm ?? '',
    headers: headers.map((header, key) => ({ key, name: header, value: null })),
    preset,
    isStrict,
    includesText,
    holdDays,
  }
}

/** What the server is sent. */
export function bodyOf(draft: WebhookDraft): NewWebhook {
  const { name, url, events, username, password, realm, headers, ...rest } = draft
  const named = headers
    .map((header) => ({ ...header, name: header.name.trim() }))
    .filter((header) => header.name !== '')
  return {
    ...rest,
    name: name.trim(),
    url: url.trim(),
    events: [...events],
    username: username === '' ? null : username,
    ...(password === null || password === '' ? {} : { password }),
    realm: realm === '' ? null : realm,
    headers: Object.fromEntries(named.map((header) => [header.name, header.value])),
  }
}

export function withHeader(headers: readonly HeaderDraft[]): readonly HeaderDraft[] {
  const key = Math.max(-1, ...headers.map((header) => header.key)) + 1
  return [...headers, { key, name: '', value: '' }]
}
