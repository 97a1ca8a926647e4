import { isSecretHeaderName, isSecretValue } from '@patchbay/shared/nodes'
import { basicCredential, type Credential } from './credential.ts'
import type { WebCallInputs } from './inputs.ts'
import { withQuery } from './pairs.ts'
import type { RequestBody } from './request-body.ts'
import type { Trip } from './trip.ts'

export interface HeaderLine {
  readonly name: string
  /** Encoded as bytes, see `headerBytes`. */
  readonly value: string
  readonly isSecret: boolean
}

/** The request as sent, with all values filled in. */
export interface SentRequest {
  readonly method: string
  readonly url: string
  readonly headers: readonly HeaderLine[]
  /** Null when the request has no body. */
  readonly body: RequestBody | null
}

/**
 * Builds the request from rendered inputs. `credential` is what it signs in with unless that stands in the inputs; it
 * replaces header rows of its name.
 */
export function buildRequest({ inputs, context, body, page }: Trip, credential = basicOf(inputs)): SentRequest {
  const contentType = contentTypeOf(inputs, body)
  const replaced = [
    ...(credential === undefined ? [] : [credential.name.toLowerCase()]),
    ...(inputs.idempotencyKey === true ? ['idempotency-key'] : []),
    ...(body?.contentType === undefined ? [] : ['content-type']),
  ]
  const headers: HeaderLine[] = (inputs.headers ?? [])
    .filter(({ key }) => key !== '' && !replaced.includes(key.trim().toLowerCase()))
    .map((row) => ({ name: row.key, value: row.value, isSecret: isSecretValue(secretHints, row) }))
  if (contentType !== undefined) headers.push({ name: 'Content-Type', value: contentType, isSecret: false })
  if (inputs.idempotencyKey === true) {
    headers.push({ name: 'Idempotency-Key', value: keyOf(context.idempotencyKey, page), isSecret: false })
  }
  if (credential !== undefined) headers.push({ name: credential.name, value: credential.value, isSecret: true })
  return {
    method: inputs.method,
    url: page?.url ?? withQuery(inputs.url, inputs.query),
    headers: page?.isElsewhere === true ? headers.filter(mayGoElsewhere) : headers,
    body,
  }
}

/** As on a redirect to another origin. */
function mayGoElsewhere({ name, isSecret }: HeaderLine): boolean {
  return !isSecret && !isSecretHeaderName(name) && name.trim().toLowerCase() !== 'host'
}

/** Each page is a request of its own, which a service would take for the first one by its key. */
function keyOf(key: string, page: Trip['page']): string {
  return page === undefined || page.number === 1 ? key : `${key}.${page.number}`
}

/** The same hints as in the definition, for the value of a header row. */
const secretHints = { whenSibling: 'secret', orNamedBy: 'key' } as const

function basicOf({ auth }: WebCallInputs): Credential | undefined {
  if (auth?.type !== 'basic') return undefined
  const { username = '', password = '' } = auth
  return username === '' && password === '' ? undefined : basicCredential(username, password)
}

/**
 * The chosen content type, unless a header row sets it. Plain text names its charset, because its default is not UTF-8.
 */
function contentTypeOf({ contentType, headers = [] }: WebCallInputs, body: RequestBody | null): string | undefined {
  if (body?.contentType !== undefined) return body.contentType
  if (contentType === undefined || body === null) return undefined
  if (headers.some(({ key }) => key.trim().toLowerCase() === 'content-type')) return undefined
  return contentType === 'text/plain' ? 'text/plain; charset=utf-8' : contentType
}
