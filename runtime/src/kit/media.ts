import type { MessageMedia } from '@patchbay/shared/api'
import { AppError } from '@patchbay/shared/errors'
import type { WebClient, WebRequest, WebResponse } from '../platform/egress/web-client.ts'
import type { OpenAccount } from './account.ts'

/** Largest file that is kept. */
export const MOST_MEDIA_BYTES = 16 * 1024 * 1024

const TIMEOUT_MS = 60_000

/** A file as its service gave it. What the service says about it is a hint: the content decides about the type. */
export interface FetchedMedia {
  readonly bytes: Uint8Array
  readonly type?: string
  readonly name?: string
}

/** A file that is kept here, as a run knows it. */
export interface KeptFile {
  /** Our own address of it: services can fetch it for seven days, actions as long as the file is kept. */
  readonly url: string
  readonly type: string
  readonly name: string
  readonly bytes: number
}

/** Files that actions keep here and read again. */
export interface StepFiles {
  /**
   * Keeps a file as long as messages are kept.
   * @throws AppError BODY_TOO_LARGE past 16 MiB, INVALID_INPUT for an empty one
   */
  keep(file: FetchedMedia): Promise<KeptFile>
  /**
   * The file with this id or this address of ours; undefined when the text is neither.
   * @throws AppError INVALID_VALUE when the file is not kept any more, MEDIA_NOT_READY while it is fetched
   */
  open(idOrAddress: string): Promise<FetchedMedia | undefined>
}

/** Fetches a file of a message that an account received. Called again later when it throws. */
export type FetchMedia<Properties = unknown> = (
  account: OpenAccount<Properties>,
  media: MessageMedia,
  call: { readonly signal: AbortSignal },
) => Promise<FetchedMedia>

export interface MediaDownload extends Pick<WebRequest, 'secretHeaders'> {
  readonly url: string | undefined
  readonly signal: AbortSignal
  /** Default: a minute. */
  readonly timeoutMs?: number
  /** Headers with the credential of the account. */
  readonly credential?: WebRequest['headers']
  /**
   * Whether a host of the service is named, which may get the credential: the address of a file comes from outside. A
   * redirect to another host is followed without it.
   */
  isOwnHost?(url: URL): boolean
}

/**
 * Downloads a file of at most 16 MiB.
 * @throws AppError HTTP_STATUS unless the answer is 2xx with a body, INVALID_URL without an address, and as
 * `WebClient.request`
 */
export async function downloadMedia(
  web: WebClient,
  { url = '', signal, timeoutMs = TIMEOUT_MS, credential = [], isOwnHost, secretHeaders }: MediaDownload,
): Promise<FetchedMedia> {
  const target = URL.parse(url)
  const headers = target !== null && isOwnHost?.(target) === true ? credential : []
  const response = await web.request({
    method: 'GET',
    url,
    headers,
    timeoutMs,
    maxBytes: MOST_MEDIA_BYTES,
    reads: 'bytes',
    signal,
    ...(secretHeaders === undefined ? {} : { secretHeaders }),
  })
  const { statusCode, raw } = response
  if (statusCode < 200 || statusCode > 299) {
    throw new AppError('HTTP_STATUS', `${target?.host ?? 'The service'} answered ${statusCode}.`)
  }
  if (raw === undefined || raw.length === 0) throw new AppError('HTTP_STATUS', 'The service sent an empty file.')
  return fileIn(response.headers, raw)
}

/** The bytes with what the headers of a reply say about them. */
export function fileIn(headers: WebResponse['headers'], bytes: Uint8Array): FetchedMedia {
  const header = (wanted: string) => headers.find(([name]) => name === wanted)?.[1]
  const [type, name] = [header('content-type'), fileNameOf(header('content-disposition'))]
  return { bytes, ...(type === undefined ? {} : { type }), ...(name === undefined ? {} : { name }) }
}

/** True for an address at the same scheme, host and port. */
export function isAt(url: URL, base: string): boolean {
  return URL.parse(base)?.origin === url.origin
}

/** The name in a `Content-Disposition`; the form with a charset is preferred (RFC 6266 4.3). */
function fileNameOf(disposition: string | undefined): string | undefined {
  if (disposition === undefined) return undefined
  const [, encoded] = /filename\*\s*=\s*utf-8''([^;]+)/i.exec(disposition) ?? []
  const [, quoted, bare] = /filename\s*=\s*(?:"([^"]*)"|([^;"\s]+))/i.exec(disposition) ?? []
  return decoded(encoded) ?? quoted ?? bare
}

function decoded(text: string | undefined): string | undefined {
  try {
    return text === undefined ? undefined : decodeURIComponent(text)
  } catch {
    return undefined
  }
}
