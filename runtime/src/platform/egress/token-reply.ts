import { isJsonObject, type Json, type JsonObject } from '@patchbay/shared/json'
import { mediaTypeOf } from '../content/media-type.ts'
import { readContent } from '../content/read-content.ts'
import type { WebResponse } from './web-client.ts'

/** What a token service answered. */
export type TokenReply =
  | {
      readonly token: string
      readonly refreshToken: string | undefined
      readonly lifeMs: number | undefined
      /** All members of the reply. */
      readonly members: JsonObject
    }
  /** Without a token. `error` is the code of RFC 6749 5.2, where there is one. */
  | {
      readonly status: number
      readonly error: string | undefined
      readonly reason: string
      /** The header of the reply. */
      readonly retryAfter: string | undefined
    }

const MAX_DESCRIPTION = 200

/**
 * Reads the reply of a token service. Services differ in all but the token: they send JSON under
 * other types, `expires_in` as text, a token as a form, or an error with status 200.
 */
export function readTokenReply(response: WebResponse): TokenReply {
  const { statusCode: status } = response
  const fields = fieldsOf(response)
  const token = textIn(fields.access_token)
  if (status >= 200 && status <= 299 && token !== undefined && sendable.test(token)) {
    return { token, refreshToken: textIn(fields.refresh_token), lifeMs: lifeMsOf(fields.expires_in), members: fields }
  }
  // IBM's token service has names of its own.
  const error = textIn(fields.error) ?? textIn(fields.errorCode)
  const retryAfter = response.headers.find(([name]) => name === 'retry-after')?.[1]
  return { status, error, reason: reasonOf(status, error, fields.error_description ?? fields.errorMessage), retryAfter }
}

/** What can stand in a header. */
const sendable = /^[\u0020-\u007e]+$/

function textIn(value: Json | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}

function fieldsOf({ text, headers }: WebResponse): JsonObject {
  const contentType = headers.find(([name]) => name === 'content-type')?.[1]
  const { tree } = readContent({ text, contentType })
  if (isJsonObject(tree)) return tree
  const isForm = mediaTypeOf(contentType) === 'application/x-www-form-urlencoded' || text.startsWith('access_token=')
  return isForm ? Object.fromEntries(new URLSearchParams(text)) : {}
}

/** Services write a life without end as some huge number. The end of this one can still be stored. */
const LONGEST_LIFE_SECONDS = 100 * 365 * 24 * 60 * 60

/** Undefined when the service does not state it, or states none. */
function lifeMsOf(seconds: Json | undefined): number | undefined {
  const given = typeof seconds === 'string' ? Number.parseFloat(seconds) : seconds
  if (typeof given !== 'number' && typeof given !== 'bigint') return undefined
  return given > 0 ? Math.min(Number(given), LONGEST_LIFE_SECONDS) * 1000 : undefined
}

/** The service's own words, without any part of the request. */
function reasonOf(status: number, error: string | undefined, description: Json | undefined): string {
  if (error !== undefined) {
    const told = typeof description === 'string' ? ` (${description.slice(0, MAX_DESCRIPTION)})` : ''
    return `${status} ${error.slice(0, MAX_DESCRIPTION)}${told}`
  }
  if (status === 401) return '401, the credentials were not accepted'
  return status >= 200 && status <= 299 ? 'its reply is not one of OAuth 2.0' : `it answered ${status}`
}
