/** One part of a multipart form. */
export interface Part {
  readonly name: string
  readonly content: Uint8Array
  /** Of a file. */
  readonly fileName?: string
  readonly type?: string
}

/**
 * Encodes parts as `multipart/form-data`, with names in UTF-8 as browsers send them (RFC 7578, HTML 4.10.21.8). `shown` has
 * the size of each file in the place of its bytes.
 */
export function encodeMultipart(
  parts: readonly Part[],
  boundary: string,
): { readonly content: Uint8Array; readonly shown: string } {
  const pieces: Uint8Array[] = []
  let shown = ''
  for (const part of parts) {
    const head = `--${boundary}\r\n${headOf(part)}\r\n\r\n`
    pieces.push(Buffer.from(head), part.content, LINE_END)
    shown += `${head}${shownContent(part)}\r\n`
  }
  const end = `--${boundary}--\r\n`
  pieces.push(Buffer.from(end))
  return { content: Buffer.concat(pieces), shown: shown + end }
}

const LINE_END = Buffer.from('\r\n')

function headOf({ name, fileName, type }: Part): string {
  const file = fileName === undefined ? '' : `; filename="${quoted(fileName)}"`
  const disposition = `Content-Disposition: form-data; name="${quoted(name)}"${file}`
  const line = (type ?? '').replace(CONTROLS, '').trim()
  return line === '' ? disposition : `${disposition}\r\nContent-Type: ${line}`
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: a line break in a header would begin another one
const CONTROLS = /[\u0000-\u001f\u007f]/g

function quoted(text: string): string {
  return text.toWellFormed().replaceAll('\r', '%0D').replaceAll('\n', '%0A').replaceAll('"', '%22')
}

function shownContent({ content, fileName }: Part): string {
  return fileName === undefined ? Buffer.from(content).toString() : `(${content.length.toLocaleString('en')} bytes)`
}
