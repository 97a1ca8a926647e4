import { AppError } from '@patchbay/shared/errors'
import type { WebClient } from '../platform/egress/web-client.ts'
import { pictureTypeOf } from './picture-type.ts'

const MOST_BYTES = 256 * 1024
const TIMEOUT_MS = 10_000
/** Pictures often lie behind the address that people copy. */
const MOST_REDIRECTS = 3

export interface Picture {
  readonly type: string
  readonly bytes: Uint8Array
}

interface FetchOptions {
  readonly signal: AbortSignal
  /** Default 10 s. */
  readonly timeoutMs?: number
}

/**
 * Fetches a logo or an icon. Undefined where there is no picture to be had: another status, another type, too large, too slow,
 * an address that may not be called.
 * @throws AppError when the process stops meanwhile, which says nothing about the picture
 */
export async function fetchPicture(
  web: WebClient,
  url: string,
  { signal, timeoutMs = TIMEOUT_MS }: FetchOptions,
): Promise<Picture | undefined> {
  try {
    const { statusCode, raw } = await web.request({
      method: 'GET',
      url,
      headers: [['accept', 'image/*']],
      timeoutMs,
      maxBytes: MOST_BYTES,
      maxRedirects: MOST_REDIRECTS,
      reads: 'bytes',
      signal,
    })
    const type = statusCode === 200 && raw !== undefined ? pictureTypeOf(raw) : undefined
    return type === undefined || raw === undefined ? undefined : { type, bytes: raw }
  } catch (error) {
    if (error instanceof AppError && !signal.aborted) return undefined
    throw error
  }
}
