import { isSecretValue } from '@patchbay/shared/nodes'
import { FORM_TYPE } from '../platform/content/read-form.ts'
import type { WebCallInputs } from './inputs.ts'
import { withFields, withQuery } from './pairs.ts'

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
  readonly body: string | null
}

/**
 * Builds the request from rendered inputs. `token` is the OAuth 2.0 access token, if there is one, and `key` is sent where
 * the inputs want an Idempotency-Key.
 */
export function buildRequest(inputs: WebCallInputs, key: string, token: string | undefined): SentRequest {
  const body = bodyOf(inputs)
  const authorization = authorizationOf(inputs, token)
  const headers: HeaderLine[] = (inputs.headers ?? [])
    .filter((row) => row.key !== '' && !(authorization !== undefined && isNamed(row.key, 'authorization')))
    .filter((row) => !(inputs.idempotencyKey === true && isNamed(row.key, 'idempotency-key')))
    .map((row) => ({ name: row.key, value: row.value, isSecret: isSecretValue(secretHints, row) }))
  const contentType = contentTypeOf(inputs, body)
  if (contentType !== undefined) headers.push({ name: 'Content-Type', value: contentType, isSecret: false })
  if (inputs.idempotencyKey === true) headers.push({ name: 'Idempotency-Key', value: key, isSecret: false })
  if (authorization !== undefined) headers.push({ name: 'Authorization', value: authorization, isSecret: true })
  return { method: inputs.method, url: withQuery(inputs.url, inputs.query), headers, body }
}

function bodyOf({ contentType, body = '', fields }: WebCallInputs): string | null {
  const sent = contentType === FORM_TYPE ? withFields(body, fields) : body
  return sent === '' ? null : sent
}

/** The same hints as in the definition, for the value of a header row. */
const secretHints = { whenSibling: 'secret', orNamedBy: 'key' } as const

/** The header of Authentication. It replaces an Authorization header row. */
function authorizationOf({ auth }: WebCallInputs, token: string | undefined): string | undefined {
  if (token !== undefined) return `Bearer ${token}`
  if (auth?.type !== 'basic') return undefined
  const { username = '', password = '' } = auth
  if (username === '' && password === '') return undefined
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`
}

/**
 * The chosen content type, unless a header row sets it. Plain text names its charset, because its default is not UTF-8.
 */
function contentTypeOf({ contentType, headers = [] }: WebCallInputs, body: string | null): string | undefined {
  if (contentType === undefined || body === null) return undefined
  if (headers.some(({ key }) => isNamed(key, 'content-type'))) return undefined
  return contentType === 'text/plain' ? 'text/plain; charset=utf-8' : contentType
}

function isNamed(key: string, name: string): boolean {
  return key.trim().toLowerCase() === name
}
