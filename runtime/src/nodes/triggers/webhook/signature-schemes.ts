import { createHash } from 'node:crypto'
import type { InputsOf } from '@patchbay/shared/nodes'
import type { HmacForm } from '../../../kit/signatures.ts'
import { mediaTypeOf } from '../../../platform/content/media-type.ts'
import { FORM_TYPE, readFormParams } from '../../../platform/content/read-form.ts'
import type { webhook } from './definition.ts'
import type { WebhookHead } from './webhook-request.ts'

export type WebhookAuth = NonNullable<InputsOf<typeof webhook>['auth']>
export type SignatureScheme = NonNullable<WebhookAuth['scheme']>

/** What a service signed, and where it wrote the signature. */
export interface Signature extends HmacForm {
  /** The signatures of the request; none when its header is missing. */
  readonly given: readonly string[]
  readonly signed: readonly (string | Uint8Array)[]
  /** When it was signed, in seconds. Absent: the service signs no time. */
  readonly signedAt?: string
}

interface Scheme {
  read(head: WebhookHead, body: Uint8Array, auth: WebhookAuth): Signature
  /** The key as the HMAC takes it. Default: the text. */
  keyOf?(secret: string): Uint8Array
  /** The header that holds an ID, the same in every attempt to deliver an event, under all its names. */
  readonly idHeaders?: readonly string[]
}

const hex = { algorithm: 'sha256', encoding: 'hex' } as const
const base64 = { algorithm: 'sha256', encoding: 'base64' } as const

/** How services sign what they send to a webhook. */
export const signatureSchemes: Readonly<Record<SignatureScheme, Scheme>> = {
  'standard-webhooks': {
    read({ headers }, body) {
      // Svix, from which the standard comes, has names of its own for the same headers.
      const [id, time, list] = ['id', 'timestamp', 'signature'].map(
        (name) => headers[`webhook-${name}`] ?? headers[`svix-${name}`] ?? '',
      )
      const given = valuesOf(list, ' ', 'v1,')
      return { ...base64, given, signed: [`${id}.${time}.`, body], signedAt: time ?? '' }
    },
    keyOf: (secret) => Buffer.from(secret.replace(/^whsec_/, ''), 'base64'),
    idHeaders: ['webhook-id', 'svix-id'],
  },
  github: {
    read: ({ headers }, body) => ({
      ...hex,
      given: valuesOf(headers['x-hub-signature-256'], ',', 'sha256='),
      signed: [body],
    }),
    idHeaders: ['x-github-delivery'],
  },
  stripe: {
    read({ headers }, body) {
      const list = headers['stripe-signature']
      const time = valuesOf(list, ',', 't=')[0] ?? ''
      return { ...hex, given: valuesOf(list, ',', 'v1='), signed: [`${time}.`, body], signedAt: time }
    },
  },
  slack: { read: (head, body) => versionZero(head, body, 'x-slack-signature', 'x-slack-request-timestamp') },
  zoom: { read: (head, body) => versionZero(head, body, 'x-zm-signature', 'x-zm-request-timestamp') },
  shopify: {
    read: ({ headers }, body) => ({ ...base64, given: oneOf(headers['x-shopify-hmac-sha256']), signed: [body] }),
    idHeaders: ['x-shopify-webhook-id'],
  },
  twilio: {
    read: (head, body) => ({
      algorithm: /algorithm=HMAC_SHA256/i.test(head.headers['x-twilio-webhooks-signature-settings'] ?? '')
        ? 'sha256'
        : 'sha1',
      encoding: 'base64',
      given: isWholeBody(head, body) ? oneOf(head.headers['x-twilio-signature']) : [],
      signed: [head.url, ...formPieces(head, body)],
    }),
    idHeaders: ['i-twilio-idempotency-token'],
  },
  other: {
    read({ headers }, body, { signatureHeader = '', timestampHeader = '', prefix = '', ...form }) {
      const given = valuesOf(headers[signatureHeader.toLowerCase()], ',', prefix)
      const { algorithm = 'sha256', encoding = 'hex' } = form
      if (timestampHeader === '') return { algorithm, encoding, given, signed: [body] }
      const time = headers[timestampHeader.toLowerCase()] ?? ''
      return { algorithm, encoding, given, signed: [`${time}.`, body], signedAt: time }
    },
  },
}

/** Slack's form, which Zoom took over. */
function versionZero({ headers }: WebhookHead, body: Uint8Array, name: string, timeName: string): Signature {
  const time = headers[timeName] ?? ''
  return { ...hex, given: valuesOf(headers[name], ',', 'v0='), signed: [`v0:${time}:`, body], signedAt: time }
}

function oneOf(header: string | undefined): readonly string[] {
  return header === undefined ? [] : [header]
}

/** The entries of a header that begin with the prefix, without it. */
function valuesOf(header: string | undefined, separator: string, prefix: string): readonly string[] {
  const entries = (header ?? '').split(separator).map((entry) => entry.trim())
  return entries.filter((entry) => entry !== '' && entry.startsWith(prefix)).map((entry) => entry.slice(prefix.length))
}

/** Twilio signs a form by its fields, name and value after one another in the order of the names. */
function formPieces({ headers }: WebhookHead, body: Uint8Array): readonly string[] {
  const contentType = headers['content-type']
  if (mediaTypeOf(contentType) !== FORM_TYPE) return []
  const fields = readFormParams(body, contentType)
  const names = [...new Set(fields.keys())].sort()
  return names.flatMap((name) => [...new Set(fields.getAll(name))].sort().map((value) => `${name}${value}`))
}

/** Of another body Twilio signs the hash, as a parameter of the address. */
function isWholeBody({ headers, url }: WebhookHead, body: Uint8Array): boolean {
  const isForm = mediaTypeOf(headers['content-type']) === FORM_TYPE
  const hash = new URL(url).searchParams.get('bodySHA256')
  return isForm || (hash === null ? body.length === 0 : hash === createHash('sha256').update(body).digest('hex'))
}
