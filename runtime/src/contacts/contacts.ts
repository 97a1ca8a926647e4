import {
  type ChangeContact,
  type ContactField,
  type ContactFilterQuery,
  type ContactResource,
  type CreateContact,
  isUuid,
  type NewContactField,
  type NewContactPoint,
  type Page,
} from '@patchbay/shared/api'
import { AppError } from '@patchbay/shared/errors'
import { type ChannelKinds, contactAccountOf } from '../messaging/channel-kinds.ts'
import type { PageRequest } from '../services/page.ts'
import type { ContactPoint } from '../store/messages/contact-point-id.ts'
import type { ContactChange } from './change-contact.ts'
import type { ContactChanges } from './contact-changes.ts'
import type { ContactRecord } from './contact-record.ts'
import type { ContactRepository } from './contact-repository.ts'
import type { ContactFieldRepository } from './own-fields.ts'
import { readFields } from './read-fields.ts'

/** Who acts, as `working_copy.owner`. */
type Owner = string

/** Contacts as people see and change them. Every method with an id throws CONTACT_NOT_FOUND. */
export interface Contacts {
  /** @throws AppError INVALID_INPUT */
  list(filter: ContactFilterQuery, page: PageRequest): Promise<Page<ContactResource>>
  get(id: string): Promise<ContactResource>
  /** @throws AppError INVALID_INPUT, INVALID_VALUE, CONTACT_EXISTS */
  create(given: CreateContact, by: Owner): Promise<ContactResource>
  /** @throws AppError INVALID_INPUT, INVALID_VALUE, CONTACT_EXISTS */
  change(id: string, given: ChangeContact, by: Owner): Promise<ContactResource>
  readonly fields: {
    all(): Promise<readonly ContactField[]>
    /** @throws AppError INVALID_INPUT */
    add(field: NewContactField): Promise<ContactField>
    /** @throws AppError NOT_FOUND */
    rename(key: string, label: string): Promise<ContactField>
    /** @throws AppError NOT_FOUND */
    remove(key: string): Promise<void>
  }
}

export interface ContactsOptions {
  readonly contacts: ContactRepository
  readonly fields: ContactFieldRepository
  readonly changes: ContactChanges
  readonly kinds: ChannelKinds
}

export function createContacts({ contacts, fields, changes, kinds }: ContactsOptions): Contacts {
  function toResource({ id, name, points, ...record }: ContactRecord): ContactResource {
    return {
      id,
      name,
      fields: record.fields,
      points: points.map((point) => ({
        ...point,
        shown: kinds.get(point.channel)?.show(point.value) ?? point.value,
        consentAt: point.consentAt === null ? null : new Date(point.consentAt).toISOString(),
      })),
      externalIds: record.externalIds,
      createdAt: record.createdAt.toISOString(),
      updatedAt: record.modifiedAt.toISOString(),
      lastAt: record.lastAt === null ? null : record.lastAt.toISOString(),
    }
  }

  /** @throws AppError INVALID_INPUT */
  function pointOf({ channel, value: written, accountId: account = '' }: NewContactPoint, path: string): ContactPoint {
    const kind = kinds.get(channel)
    if (kind === undefined) throw invalid(path, `There is no channel "${channel}".`)
    const value = kind.normalise(written, 'person')
    if (value === undefined) throw invalid(path, 'Write it in full, such as +1 305 555 0142 for a number.')
    const whyNot = kind.whyUnreachable?.(value)
    if (whyNot !== undefined) throw invalid(path, whyNot)
    const accountId = contactAccountOf(kind, account)
    if (kind.contactsPerAccount === true && accountId === '') {
      throw invalid(path, 'Say which account it is: the same contact has another id in each of them.')
    }
    return { channel, accountId, value }
  }

  async function changeOf(
    given: Pick<ChangeContact, 'fields' | 'externalIds'>,
    points: readonly NewContactPoint[] = [],
  ): Promise<ContactChange> {
    return {
      fields: readFields(await fields.all(), given.fields ?? {}),
      addPoints: points.map((point, index) => pointOf(point, `points.${index}`)),
      externalIds: (given.externalIds ?? []).map(({ url = null, ...known }) => ({ ...known, url })),
    }
  }

  return {
    async list({ search, channel, consent, language, since: from }, page) {
      const since = from === undefined ? undefined : new Date(from)
      const found = await contacts.list({ search, channel, consent, language, since }, page)
      return { items: found.items.map(toResource), next: found.next }
    },
    async get(id) {
      return toResource(orMissing(isUuid(id) ? await contacts.find({ id }) : undefined))
    },
    create: async (given, author) => toResource(await changes.create(await changeOf(given, given.points), { author })),
    async change(id, given, author) {
      if (!isUuid(id)) throw noSuchContact()
      return toResource(orMissing(await changes.change(id, await changeOf(given, given.addPoints), { author })))
    },
    fields,
  }
}

function orMissing(contact: ContactRecord | undefined): ContactRecord {
  if (contact === undefined) throw noSuchContact()
  return contact
}

export function noSuchContact(): AppError {
  return new AppError('CONTACT_NOT_FOUND', 'There is no such contact. It may have been merged or erased.')
}

function invalid(path: string, message: string): AppError {
  return new AppError('INVALID_INPUT', `${path}: ${message}`, { errors: [{ path, message }] })
}
