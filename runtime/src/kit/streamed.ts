import { Readable } from 'node:stream'

export interface StreamedOptions {
  readonly type: string
  /** Absent: it is not for saving. */
  readonly fileName?: string
}

/** An answer that is made while it is read. No cache keeps it. */
export function streamed(
  parts: Readable | Iterable<string | Buffer> | AsyncIterable<string | Buffer>,
  { type, fileName }: StreamedOptions,
): Response {
  const bytes = parts instanceof Readable ? parts : Readable.from(parts, { objectMode: false })
  // Node's type of a web stream lacks members that only browsers have.
  return new Response(Readable.toWeb(bytes) as ReadableStream, {
    headers: {
      'content-type': type,
      ...(fileName === undefined ? {} : { 'content-disposition': `attachment; filename="${fileName}"` }),
      'cache-control': 'no-store',
    },
  })
}

export const CSV_TYPE = 'text/csv; charset=utf-8'
export const JSON_LINES_TYPE = 'application/x-ndjson; charset=utf-8'
