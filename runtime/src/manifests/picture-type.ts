import { fileTypeOf } from '../messaging/media/file-type.ts'

const shown: ReadonlySet<string> = new Set(['image/png', 'image/jpeg', 'image/gif', 'image/webp'])
const ICO = '\0\0\x01\0'

/** The type of a picture by its content, whatever its sender says. Undefined for all that is none. */
export function pictureTypeOf(bytes: Uint8Array): string | undefined {
  const type = fileTypeOf(bytes)
  if (shown.has(type)) return type
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  if (text.toString('latin1', 0, ICO.length) === ICO) return 'image/x-icon'
  return isSvg(text.toString('utf8')) ? 'image/svg+xml' : undefined
}

/** What may stand before the root of a drawing. */
const prologs = [
  ['<?', '?>'],
  ['<!--', '-->'],
  ['<!DOCTYPE', '>'],
] as const

/** With entities a small drawing can fill a browser's memory, so one that defines any is no picture here. */
function isSvg(text: string): boolean {
  let at = skipSpace(text, text.startsWith('\uFEFF') ? 1 : 0)
  for (;;) {
    const prolog = prologs.find(([begin]) => text.startsWith(begin, at))
    if (prolog === undefined) return /^<svg[\s/>]/.test(text.slice(at, at + 5)) && !text.includes('<!ENTITY')
    const end = text.indexOf(prolog[1], at)
    if (end === -1) return false
    at = skipSpace(text, end + prolog[1].length)
  }
}

function skipSpace(text: string, from: number): number {
  let at = from
  while (/\s/.test(text.charAt(at))) at += 1
  return at
}
