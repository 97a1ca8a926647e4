/** How many bytes from the start of a file decide. */
const SNIFFED_BYTES = 64

/**
 * The media type of a file by its first bytes. What is not in the table is bytes and nothing else, and so is all that
 * could run or be read as a page: HTML, SVG, scripts. `claimed` is what the sender says, and counts only among the documents that
 * are all zip archives inside.
 */
export function fileTypeOf(head: Uint8Array, claimed = ''): string {
  const start = Buffer.from(head.buffer, head.byteOffset, Math.min(head.byteLength, SNIFFED_BYTES)).toString('latin1')
  const isKnown = ([at, text]: Piece) => start.startsWith(text, at)
  const [type = UNKNOWN] = signatures.find(([, ...pieces]) => pieces.every(isKnown)) ?? []
  const [wanted = ''] = claimed.toLowerCase().split(';')
  return type === ZIP && zipped.has(wanted.trim()) ? wanted.trim() : type
}

/** Whether a browser may show a file of this type. Others are saved. */
export function isShown(type: string): boolean {
  return /^(image|audio|video)\//.test(type)
}

/** The end of the name of such a file, with its dot; empty for bytes of any kind. */
export function extensionOf(type: string): string {
  return extensions[type] ?? ''
}

const UNKNOWN = 'application/octet-stream'
const ZIP = 'application/zip'

type Piece = readonly [at: number, text: string]

/** Bytes by which types are known, one character per byte. The first that matches counts. */
const signatures: readonly (readonly [type: string, ...Piece[]])[] = [
  ['image/jpeg', [0, '\xff\xd8\xff']],
  ['image/png', [0, '\x89PNG\r\n\x1a\n']],
  ['image/gif', [0, 'GIF87a']],
  ['image/gif', [0, 'GIF89a']],
  ['image/webp', [0, 'RIFF'], [8, 'WEBP']],
  ['image/bmp', [0, 'BM'], [6, '\0\0\0\0']],
  ['image/avif', [4, 'ftypavi']],
  ['image/heic', [4, 'ftyphe']],
  ['image/heic', [4, 'ftypmif1']],
  ['audio/mp4', [4, 'ftypM4A']],
  ['video/3gpp', [4, 'ftyp3g']],
  ['video/quicktime', [4, 'ftypqt']],
  ['video/mp4', [4, 'ftyp']],
  ['video/webm', [0, '\x1a\x45\xdf\xa3']],
  ['audio/mpeg', [0, 'ID3']],
  ['audio/mpeg', [0, '\xff\xfb']],
  ['audio/mpeg', [0, '\xff\xf3']],
  ['audio/mpeg', [0, '\xff\xf2']],
  ['audio/aac', [0, '\xff\xf1']],
  ['audio/aac', [0, '\xff\xf9']],
  ['audio/ogg', [0, 'OggS']],
  ['audio/amr', [0, '#!AMR']],
  ['audio/wav', [0, 'RIFF'], [8, 'WAVE']],
  ['application/pdf', [0, '%PDF-']],
  [ZIP, [0, 'PK\x03\x04']],
  ['text/vcard', [0, 'BEGIN:VCARD\n']],
  ['text/vcard', [0, 'BEGIN:VCARD\r\n']],
  ['text/calendar', [0, 'BEGIN:VCALENDAR\n']],
  ['text/calendar', [0, 'BEGIN:VCALENDAR\r\n']],
]

const office = 'application/vnd.openxmlformats-officedocument'

const zipped: ReadonlySet<string> = new Set([
  `${office}.wordprocessingml.document`,
  `${office}.spreadsheetml.sheet`,
  `${office}.presentationml.presentation`,
  'application/vnd.oasis.opendocument.text',
  'application/vnd.oasis.opendocument.spreadsheet',
])

const extensions: Readonly<Record<string, string>> = {
  'image/jpeg': '.jpg',
  'image/png': '.png',
  'image/gif': '.gif',
  'image/webp': '.webp',
  'image/bmp': '.bmp',
  'image/avif': '.avif',
  'image/heic': '.heic',
  'audio/mp4': '.m4a',
  'audio/mpeg': '.mp3',
  'audio/aac': '.aac',
  'audio/ogg': '.ogg',
  'audio/amr': '.amr',
  'audio/wav': '.wav',
  'video/3gpp': '.3gp',
  'video/quicktime': '.mov',
  'video/mp4': '.mp4',
  'video/webm': '.webm',
  'application/pdf': '.pdf',
  [ZIP]: '.zip',
  [`${office}.wordprocessingml.document`]: '.docx',
  [`${office}.spreadsheetml.sheet`]: '.xlsx',
  [`${office}.presentationml.presentation`]: '.pptx',
  'application/vnd.oasis.opendocument.text': '.odt',
  'application/vnd.oasis.opendocument.spreadsheet': '.ods',
  'text/vcard': '.vcf',
  'text/calendar': '.ics',
}
