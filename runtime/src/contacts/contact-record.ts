import type { ConsentState, ContactValue } from '@patchbay/shared/api'
import type { JsonObject } from '@patchbay/shared/json'
import { contactWords } from '../store/contacts/contact-words.ts'

/** A contact as it is stored. */
export interface ContactRecord {
  readonly id: string
  /** What people call it: see `changed-fields.ts`. */
  readonly name: string
  /** By keys of fields, without empty ones; with `name`, `language` and `time_zone`. */
  readonly fields: ContactFields
  readonly points: readonly PointRecord[]
  readonly externalIds: readonly ExternalIdRecord[]
  readonly createdAt: Date
  readonly modifiedAt: Date
  /** Null before the first message. */
  readonly lastAt: Date | null
}

export type ContactFields = Readonly<Record<string, ContactValue>>

export interface PointRecord {
  readonly id: string
  readonly channel: string
  readonly accountId: string
  readonly value: string
  readonly consent: ConsentState | 'none'
  readonly consentAt: string | null
  readonly optedOutOf: readonly string[]
}

export interface ExternalIdRecord {
  readonly source: string
  /** The name of the account that `source` is the id of; null where it is none. */
  readonly accountName: string | null
  readonly externalId: string
  readonly url: string | null
  /** When a whole synchronization did not bring it any more. */
  readonly unseenSince: string | null
  /** The service has it as a number. */
  readonly isNumber: boolean
}

/** An external id as it is given. */
export interface GivenExternalId extends Pick<ExternalIdRecord, 'source' | 'externalId' | 'url'> {
  /** The service has it as a number. Absent: it is not known, so what is stored stays. */
  readonly isNumber?: boolean
  /** What the service says of the contact, by fields. Absent: it was not the service that gave the id. */
  readonly synced?: JsonObject
}

/** The columns of `contact` that are fields, too. */
export interface FieldColumns {
  readonly name: string
  readonly language: string | null
  readonly timeZone: string | null
  readonly fields: JsonObject
}

/** Fields as one set, as everything but the database has them. */
export function fieldsOf({ name, language, timeZone, fields }: FieldColumns): ContactFields {
  const all: Record<string, ContactValue> = {}
  for (const [key, value] of Object.entries(fields)) {
    if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') all[key] = value
  }
  if (name !== '') all.name = name
  if (language !== null) all.language = language
  if (timeZone !== null) all.time_zone = timeZone
  return all
}

/** Fields as columns. */
export function columnsOf(fields: ContactFields): FieldColumns {
  const { name = '', language = null, time_zone: timeZone = null, ...others } = fields
  return {
    name: String(name),
    language: language === null ? null : String(language),
    timeZone: timeZone === null ? null : String(timeZone),
    fields: others,
  }
}

/** The words by which a contact is found, besides those of its addresses. */
export function wordsOfContact(
  fields: ContactFields,
  externalIds: readonly Pick<ExternalIdRecord, 'externalId'>[],
): readonly string[] {
  return contactWords([...Object.values(fields).map(String), ...externalIds.map(({ externalId }) => externalId)])
}
