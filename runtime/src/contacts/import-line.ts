import type { ContactField, ContactImportColumn } from '@patchbay/shared/api'
import { contactLimits, SMS_CHANNEL } from '@patchbay/shared/api'
import { AppError } from '@patchbay/shared/errors'
import { storableText } from '@patchbay/shared/json'
import type { ChannelKinds } from '../messaging/channel-kinds.ts'
import { phoneOf } from '../messaging/channels/phone-of.ts'
import { textOfCsvCell } from '../platform/content/csv-cell.ts'
import type { CsvRow } from '../platform/content/read-csv.ts'
import { type ContactPoint, contactPointId } from '../store/messages/contact-point-id.ts'
import type { ContactRecord, GivenExternalId } from './contact-record.ts'
import { CHANNEL, EXTERNAL_ID } from './import-columns.ts'
import { type ReadFields, readFields } from './read-fields.ts'
import type { ContactAddition } from './store-changes.ts'

/** What a line of a file, or a service, says of a contact. */
export interface ImportLine {
  readonly line: number
  readonly fields: ReadFields
  readonly points: readonly ContactPoint[]
  readonly externalIds: readonly GivenExternalId[]
  /** By these a contact is known: ids of points, and `source` with `externalId`. */
  readonly keys: readonly string[]
}

/** @throws AppError INVALID_VALUE with a sentence about the line */
export function readImportLine(
  { line, cells }: CsvRow,
  columns: readonly ContactImportColumn[],
  { fields, kinds }: { readonly fields: readonly ContactField[]; readonly kinds: ChannelKinds },
): ImportLine {
  const given: Record<string, string> = {}
  const points: ContactPoint[] = []
  const externalIds: GivenExternalId[] = []
  columns.forEach(({ target }, place) => {
    const text = textOfCsvCell(cells[place] ?? '').trim()
    if (target === '' || text === '') return
    if (target.startsWith(CHANNEL)) points.push(...pointsIn(text, target.slice(CHANNEL.length), kinds))
    else if (target.startsWith(EXTERNAL_ID)) externalIds.push(...idsIn(text, target.slice(EXTERNAL_ID.length)))
    else given[target] = text
  })
  const read = readFields(fields, given)
  // Beside a column of addresses the phone may be one that belongs to another contact, as in an exported file.
  const hasAddresses = columns.some(({ target }) => target === `${CHANNEL}${SMS_CHANNEL}`)
  const phone = hasAddresses || typeof read.phone !== 'string' ? undefined : phoneOf(read.phone)
  if (phone !== undefined) points.push({ channel: SMS_CHANNEL, accountId: '', value: phone })
  const known = new Map(points.map((point) => [contactPointId(point), point] as const))
  if (Object.keys(read).length + known.size + externalIds.length === 0) throw wrong('Nothing in the line can be used.')
  const keys = [...known.keys(), ...externalIds.map(externalKey)]
  return { line, fields: read, points: [...known.values()], externalIds, keys }
}

export function externalKey({ source, externalId }: Pick<GivenExternalId, 'source' | 'externalId'>): string {
  return `${source}\n${externalId}`
}

function parts(text: string): string[] {
  return text
    .split(';')
    .map((part) => part.trim())
    .filter((part) => part !== '')
}

function pointsIn(text: string, channel: string, kinds: ChannelKinds): ContactPoint[] {
  const kind = kinds.get(channel)
  return parts(text).map((written) => {
    const value = kind?.normalise(written, 'person')
    const title = kind?.title ?? channel
    if (value === undefined) throw wrong(`${title}: "${written}" is no address there.`)
    const whyNot = kind?.whyUnreachable?.(value)
    if (whyNot !== undefined) throw wrong(`${title}: ${whyNot}`)
    return { channel, accountId: '', value }
  })
}

function idsIn(text: string, source: string): GivenExternalId[] {
  return parts(text).map((part) => {
    // As it is stored: the next import has to find it.
    const externalId = storableText(part)
    if (externalId.length <= contactLimits.externalId) return { source, externalId, url: null }
    throw wrong(`An id of ${source} is too long. It can have at most ${contactLimits.externalId} characters.`)
  })
}

export function wrong(message: string): AppError {
  return new AppError('INVALID_VALUE', message)
}

/** Most lines of a file that is imported again say nothing new. */
export function changeOfLine(
  { fields, keys, points, externalIds }: ImportLine,
  contact: ContactRecord,
): ContactAddition | undefined {
  const saysMore =
    Object.entries(fields).some(([key, value]) => contact.fields[key] !== value) ||
    keys.slice(0, points.length).some((id) => !contact.points.some((point) => point.id === id)) ||
    externalIds.some(({ source, externalId }) => {
      return !contact.externalIds.some((own) => own.source === source && own.externalId === externalId)
    })
  return saysMore ? { fields, addPoints: points, externalIds } : undefined
}
