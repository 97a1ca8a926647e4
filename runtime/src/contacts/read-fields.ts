import { type ContactField, type ContactValue, contactLimits } from '@patchbay/shared/api'
import { AppError } from '@patchbay/shared/errors'
import type { Json } from '@patchbay/shared/json'
import { isTimeZone } from '@patchbay/shared/time'
import { textOf } from '../kit/values.ts'
import { phoneOf } from '../messaging/channels/phone-of.ts'
import { readCell } from '../tables/read-cell.ts'

/** What is changed of fields, by key; null for what is emptied. */
export type ReadFields = Readonly<Record<string, ContactValue | null>>

/**
 * Reads what was given for fields, as API, files and steps of runs give them.
 * @param timeZone in which a date with an offset from UTC is read. Without one such a date is refused
 * @throws AppError INVALID_VALUE with a sentence that begins with the label of the field
 */
export function readFields(
  fields: readonly ContactField[],
  given: Readonly<Record<string, Json>>,
  timeZone?: string,
): ReadFields {
  return Object.fromEntries(
    Object.entries(given).map(([key, value]) => [key, readField(fieldOf(fields, key), value, timeZone)]),
  )
}

/** @throws AppError INVALID_VALUE */
function fieldOf(fields: readonly ContactField[], key: string): ContactField {
  const field = fields.find((candidate) => candidate.key === key)
  if (field !== undefined) return field
  const message = `Contacts have no field "${key.slice(0, 60)}".`
  throw new AppError('INVALID_VALUE', message, { errors: [{ path: 'fields', message }] })
}

function readField(field: ContactField, given: Json, timeZone?: string): ContactValue | null {
  if (textOf(given).length > contactLimits.value) {
    throw wrong(field, `A field has at most ${contactLimits.value} characters.`)
  }
  const { key, label: name, kind } = field
  const value = readCell({ id: key, name, type: kind }, given, timeZone)?.value
  if (value === undefined) return null
  if (typeof value === 'bigint') return Number(value)
  if (typeof value !== 'string') return typeof value === 'object' ? null : value
  return field.isOwn ? value.trim() : standardText(field, value.trim())
}

/** One spelling for what contacts are found by. */
function standardText(field: ContactField, text: string): string {
  switch (field.key) {
    case 'phone':
      return phoneOf(text) ?? text
    case 'email':
      return text.toLowerCase()
    case 'language':
      return languageOf(field, text)
    case 'time_zone':
      if (isTimeZone(text)) return text
      throw wrong(field, `"${text}" is no time zone. Write one such as America/New_York.`)
    default:
      return text
  }
}

function languageOf(field: ContactField, text: string): string {
  try {
    const [language] = Intl.getCanonicalLocales(text.replaceAll('_', '-'))
    if (language !== undefined) return language
  } catch {
    // Told below.
  }
  throw wrong(field, `"${text}" is no language. Write it as a code such as en or pt-BR.`)
}

function wrong({ key, label }: ContactField, message: string): AppError {
  return new AppError('INVALID_VALUE', `${label}: ${message}`, { errors: [{ path: `fields.${key}`, message }] })
}
