import { type FetchedMedia, fileIn } from '../kit/media.ts'
import { decodeText } from '../platform/content/charset.ts'
import { isBinary } from '../platform/content/is-binary.ts'
import { type Content, readContent, readContentAs } from '../platform/content/read-content.ts'
import type { WebResponse } from '../platform/egress/web-client.ts'

/** The choices of Read Reply As. `automatic` goes by the Content-Type, and by the body where that says nothing. */
export const replyFormats = ['automatic', 'json', 'xml', 'text', 'file'] as const
export type ReplyFormat = (typeof replyFormats)[number]

/** A complete reply, read as it was wanted. */
export interface Reply {
  readonly response: Omit<WebResponse, 'text' | 'raw'>
  /** Empty for a file. */
  readonly text: string
  readonly content: ReplyContent
  /** The reply as a file that is not kept yet. */
  readonly file?: FetchedMedia
}

export type ReplyContent = Content | { readonly format: 'file'; readonly tree: null; readonly problem?: string }

/**
 * Reads the bytes of a reply. Never throws.
 * @param address of the request, whose last part names a file that has no other name
 */
export function readReply({ raw, ...response }: WebResponse, as: ReplyFormat, address: string): Reply {
  const bytes = raw ?? new Uint8Array()
  const contentType = response.headers.find(([name]) => name === 'content-type')?.[1]
  if (bytes.length > 0 && (as === 'file' || (as === 'automatic' && isBinary(bytes, contentType)))) {
    const file = { ...namedBy(response.url ?? address), ...fileIn(response.headers, bytes) }
    return { response, text: '', content: { format: 'file', tree: null, problem: 'It is a file.' }, file }
  }
  const text = decodeText(bytes, contentType)
  const isChosen = as === 'json' || as === 'xml' || as === 'text'
  return { response, text, content: isChosen ? readContentAs(text, as) : readContent({ text, contentType }) }
}

/** `report.pdf` of `https://…/report.pdf?year=2026`; nothing where the last part looks like no file. */
function namedBy(address: string): { readonly name?: string } {
  const last = URL.parse(address)?.pathname.split('/').at(-1) ?? ''
  return /^[\w-]+\.\w{1,8}$/.test(last) ? { name: last } : {}
}
