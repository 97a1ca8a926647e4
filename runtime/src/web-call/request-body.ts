import { AppError } from '@patchbay/shared/errors'
import { downloadMedia, type FetchedMedia, MOST_MEDIA_BYTES } from '../kit/media.ts'
import { FORM_TYPE } from '../platform/content/read-form.ts'
import { encodeMultipart, type Part } from './encode-multipart.ts'
import type { PartRow } from './inputs.ts'
import { withFields } from './pairs.ts'
import { remainingMs, type Trip } from './trip.ts'

export const MULTIPART_TYPE = 'multipart/form-data'

/** A body as it is sent. */
export interface RequestBody {
  readonly content: string | Uint8Array
  /** As people are shown it: without the bytes of files. */
  readonly shown: string
  /** Takes the place of every other Content-Type. */
  readonly contentType?: string
}

type OpenTrip = Pick<Trip, 'inputs' | 'context' | 'deadlineMs'>

/**
 * Makes the body: text, form fields, or parts with their files, which are fetched now. Null when there is nothing to send.
 * @throws AppError with `extra.notSent` when a file cannot be had or the parts are too large
 */
export async function makeBody(trip: OpenTrip): Promise<RequestBody | null> {
  const { contentType, body = '', fields, parts = [] } = trip.inputs
  if (contentType === MULTIPART_TYPE) return makeMultipart(trip, parts)
  const text = contentType === FORM_TYPE ? withFields(body, fields) : body
  return text === '' ? null : { content: text, shown: text }
}

async function makeMultipart(trip: OpenTrip, rows: readonly PartRow[]): Promise<RequestBody> {
  const parts: Part[] = []
  let bytes = 0
  for (const row of rows) {
    const part = await openPart(trip, row)
    if (part === undefined) continue
    bytes += part.content.length
    if (bytes > MOST_MEDIA_BYTES) throw tooLarge()
    parts.push(part)
  }
  const boundary = `patchbay-${crypto.randomUUID()}`
  return { ...encodeMultipart(parts, boundary), contentType: `${MULTIPART_TYPE}; boundary=${boundary}` }
}

/** Undefined for a row without a name, and for a file that is left empty. */
async function openPart(trip: OpenTrip, row: PartRow): Promise<Part | undefined> {
  const { name, kind = 'text', value, fileName = '', type = '' } = row
  if (name === '') return undefined
  if (kind === 'text') return { name, content: Buffer.from(value.toWellFormed()), ...(type === '' ? {} : { type }) }
  const address = value.trim()
  if (address === '') return undefined
  const file = await openFile(trip, name, address)
  const given = file.name === undefined || file.name === '' ? 'file' : file.name
  return {
    name,
    content: file.bytes,
    fileName: fileName === '' ? given : fileName,
    type: type === '' ? (file.type ?? 'application/octet-stream') : type,
  }
}

async function openFile({ context, deadlineMs }: OpenTrip, name: string, address: string): Promise<FetchedMedia> {
  const { services, signal } = context
  try {
    const kept = await services.files.open(address)
    if (kept !== undefined) return kept
    if (!/^https?:/i.test(address)) throw notAFile(address)
    return await downloadMedia(services.web, { url: address, signal, timeoutMs: remainingMs({ deadlineMs }) })
  } catch (thrown) {
    if (!(thrown instanceof AppError) || signal.aborted) throw thrown
    const message = `The file for ${name} cannot be sent: ${thrown.message}`
    throw new AppError(thrown.code, message, { cause: thrown, extra: { ...thrown.extra, notSent: true } })
  }
}

function notAFile(address: string): AppError {
  return new AppError('INVALID_VALUE', `"${address.slice(0, 80)}" is not the address of a file.`, {
    extra: { help: 'Name an address that begins with https://, or a file that a variable holds.' },
  })
}

function tooLarge(): AppError {
  const most = MOST_MEDIA_BYTES / 1024 / 1024
  return new AppError('VALUE_TOO_LARGE', `The parts have more than ${most} MiB together, so nothing was sent.`, {
    extra: { help: 'Send fewer or smaller files in one request.', notSent: true },
  })
}
