import type { MessageMedia } from '@patchbay/shared/api'
import type { DegradeOptions } from './degrade.ts'

export interface CarriedMedia {
  /** With the media type, where it is known. */
  readonly carried: readonly MessageMedia[]
  /** The addresses of the others, as lines of the text. */
  readonly lines: readonly string[]
  readonly warnings: readonly string[]
}

/** The files that a channel can send. A file whose type is not known counts as a picture, as most are. */
export function carryMedia(media: readonly MessageMedia[], { channel }: Pick<DegradeOptions, 'channel'>): CarriedMedia {
  const carried: MessageMedia[] = []
  const lines: string[] = []
  const warnings: string[] = []
  for (const given of media) {
    const type = given.type ?? typeOfAddress(given.url ?? given.name ?? '')
    const file = type === undefined ? given : { ...given, type }
    const why = whyNotCarried(file, carried.length, channel)
    if (why === undefined) {
      carried.push(file)
      continue
    }
    if (file.url !== undefined) lines.push(file.url)
    warnings.push(
      `${why} ${file.url === undefined ? 'It was left out.' : 'Its address was sent as a line of the text.'}`,
    )
  }
  return { carried, lines, warnings }
}

function whyNotCarried(
  { type = 'image/*', bytes = 0 }: MessageMedia,
  before: number,
  { title, abilities: { media } }: DegradeOptions['channel'],
): string | undefined {
  if (media === undefined) return `${title} carries no files.`
  if (!media.types.some((pattern) => fits(type, pattern))) return `${title} carries no file of the type ${type}.`
  if (bytes > media.mostBytes) return `${title} carries files of at most ${inMegabytes(media.mostBytes)} MB.`
  if (before >= media.most) return `${title} carries at most ${media.most} files in one message.`
  return undefined
}

function fits(type: string, pattern: string): boolean {
  const essence = (type.split(';')[0] ?? '').trim().toLowerCase()
  if (pattern === '*' || essence === pattern) return true
  const [family] = essence.split('/')
  // A picture of an unknown kind fits where any pictures do.
  return pattern === `${family}/*` || (essence === `${family}/*` && pattern.startsWith(`${family}/`))
}

function inMegabytes(bytes: number): string {
  return (bytes / 1_000_000).toLocaleString('en', { maximumFractionDigits: 1 })
}

/** Media types by the end of an address or name. */
const types: Readonly<Record<string, string>> = {
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  png: 'image/png',
  gif: 'image/gif',
  webp: 'image/webp',
  heic: 'image/heic',
  mp3: 'audio/mpeg',
  wav: 'audio/wav',
  ogg: 'audio/ogg',
  oga: 'audio/ogg',
  opus: 'audio/ogg',
  amr: 'audio/amr',
  m4a: 'audio/mp4',
  aac: 'audio/aac',
  mp4: 'video/mp4',
  mov: 'video/quicktime',
  '3gp': 'video/3gpp',
  '3gpp': 'video/3gpp',
  webm: 'video/webm',
  mkv: 'video/x-matroska',
  pdf: 'application/pdf',
  zip: 'application/zip',
  txt: 'text/plain',
  csv: 'text/csv',
  vcf: 'text/vcard',
  vcard: 'text/vcard',
  ics: 'text/calendar',
  doc: 'application/msword',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xls: 'application/vnd.ms-excel',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  ppt: 'application/vnd.ms-powerpoint',
  pptx: 'application/vnd.openxmlformats-officedocument.presentationml.presentation',
}

function typeOfAddress(address: string): string | undefined {
  const path = URL.canParse(address) ? new URL(address).pathname : address
  const ending = /\.([a-z0-9]{2,5})$/i.exec(path)?.[1]?.toLowerCase() ?? ''
  return Object.hasOwn(types, ending) ? types[ending] : undefined
}
