import { AppError } from '@patchbay/shared/errors'
import { withHelp } from '../kit/with-help.ts'
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

/** A picture, or why there is none to be had and what to do about it, in sentences for people. */
export type FetchedPicture =
  | { readonly picture: Picture; readonly problem?: undefined }
  | { readonly picture?: undefined; readonly problem: string }

interface FetchOptions {
  readonly signal: AbortSignal
  /** Default 10 s. */
  readonly timeoutMs?: number
}

/**
 * Fetches a logo or an icon.
 * @throws AppError when the process stops meanwhile, which says nothing about the picture
 */
export async function fetchPicture(
  web: WebClient,
  url: string,
  { signal, timeoutMs = TIMEOUT_MS }: FetchOptions,
): Promise<FetchedPicture> {
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
    if (statusCode !== 200) return { problem: otherStatus(statusCode) }
    const type = raw === undefined ? undefined : pictureTypeOf(raw)
    return type === undefined || raw === undefined ? { problem: NO_PICTURE } : { picture: { type, bytes: raw } }
  } catch (error) {
    if (error instanceof AppError && !signal.aborted) return { problem: problemOf(error) }
    throw error
  }
}

const NO_PICTURE = 'What is at the address is no picture. Use a PNG, JPEG, GIF, WebP, ICO or SVG.'

function otherStatus(status: number): string {
  if (status === 404 || status === 410) return `Nothing is at the address: it answers ${status}. Correct the address.`
  if (status === 401 || status === 403) {
    return `The address answers ${status}. Put the picture where it can be fetched without a sign-in.`
  }
  return `The address answers ${status} in place of a picture. Try again later, or use another address.`
}

function problemOf(error: AppError): string {
  if (error.code === 'RESPONSE_TOO_LARGE') return `It is larger than ${MOST_BYTES / 1024} kB. Use a smaller picture.`
  if (error.code === 'TIMEOUT') return `${withHelp(error)} Try again later, or use another address.`
  return withHelp(error)
}
