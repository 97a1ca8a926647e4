import { type ContactField, contactLimits, SMS_CHANNEL } from '@patchbay/shared/api'
import { type BridgeContact, isEmail } from '@patchbay/shared/bridges'
import { AppError } from '@patchbay/shared/errors'
import { readFields } from '../../contacts/read-fields.ts'
import { phoneOf } from '../../messaging/channels/phone-of.ts'
import type { ContactPoint } from '../../store/messages/contact-point-id.ts'
import type { SyncProblem } from '../sync-subject.ts'

/** A contact of a service as contacts are here. */
export interface ServiceContact {
  readonly externalId: string
  /** The service has its id as a number. */
  readonly isNumber: boolean
  readonly url: string | null
  /** By keys of fields, without empty ones. */
  readonly fields: Readonly<Record<string, string>>
  /** Its numbers that texts can go to. */
  readonly points: readonly ContactPoint[]
  /** What could not be read, without any value. */
  readonly problems: readonly SyncProblem[]
}

/**
 * First and last name are parted at the last space. Every phone number in E.164 becomes an address for texts; of phones and
 * websites the first one is the field, and of e-mails the first that is one. A number without its country stays text in the field.
 */
export function readBridgeContact(contact: BridgeContact, fields: readonly ContactField[]): ServiceContact {
  const problems: SyncProblem[] = []
  const given = { ...namesOf(contact.name), ...valuesOf(contact) }
  const read = Object.entries(given).flatMap(([key, value]): [string, string][] => {
    if (value === undefined || value === '') return []
    try {
      const text = readFields(fields, { [key]: value })[key]
      return typeof text === 'string' && text !== '' ? [[key, text]] : []
    } catch (error) {
      if (!(error instanceof AppError)) throw error
      problems.push({ id: contact.id, path: key, message: `It cannot be stored. ${reasonOf(error)}` })
      return []
    }
  })
  const numbers = [...new Set(contact.phones.map(phoneOf).filter((number) => number !== undefined))]
  return {
    externalId: contact.id,
    isNumber: contact.isNumber,
    url: contact.url ?? null,
    fields: Object.fromEntries(read),
    points: numbers.slice(0, contactLimits.points).map((value) => ({ channel: SMS_CHANNEL, accountId: '', value })),
    problems,
  }
}

/** Only sentences that hold no value come from there for texts. */
function reasonOf({ message }: AppError): string {
  return message.includes(`${contactLimits.value}`) ? `A field has at most ${contactLimits.value} characters.` : ''
}

function valuesOf(contact: BridgeContact): Readonly<Record<string, string | undefined>> {
  const { company, title, address, twitter, photoUrl, emails, phones, websites } = contact
  return {
    company,
    title,
    address,
    twitter,
    photo_url: photoUrl,
    email: emails.find(isEmail),
    phone: phones[0],
    website: websites[0],
  }
}

function namesOf(given: string): Readonly<Record<string, string>> {
  const name = given.trim().replaceAll(/\s+/g, ' ')
  const space = name.lastIndexOf(' ')
  if (space === -1) return { name, first_name: name }
  return { name, first_name: name.slice(0, space), last_name: name.slice(space + 1) }
}
