import {
  type ChangeContact,
  type ContactErasure,
  type ContactField,
  type ContactFilterQuery,
  type ContactHistoryItem,
  type ContactImport,
  type ContactResource,
  type CreateContact,
  isUuid,
  type MergeContacts,
  type NewContactField,
  type NewContactPoint,
  type Page,
} from '@patchbay/shared/api'
import { AppError } from '@patchbay/shared/errors'
import type { ErasedContact } from '../kit/erased-contact.ts'
import { readTime } from '../kit/read-time.ts'
import type { ChannelKinds } from '../messaging/channel-kinds.ts'
import { readContactPoint } from '../messaging/read-contact-point.ts'
import type { PageRequest } from '../services/page.ts'
import type { Database } from '../store/database.ts'
import { replayFromHere } from '../store/journal/replay-from.ts'
import type { ContactChange } from './change-contact.ts'
import type { ContactChanges } from './contact-changes.ts'
import { createContactHistory, type HistoryRequest } from './contact-history.ts'
import type { ContactRecord } from './contact-record.ts'
import type { ContactFilter, ContactRepository } from './contact-repository.ts'
import { type Erasure, eraseContact, findErasure } from './erase-contact.ts'
import { exportContacts } from './export-contacts.ts'
import { type ContactCsv, importContacts } from './import-contacts.ts'
import { mergeContacts } from './merge-contacts.ts'
import type { ContactFieldRepository } from './own-fields.ts'
import { readFields } from './read-fields.ts'

/** Who acts, as `working_copy.owner`. */
type Owner = string

/** Contacts as people see and change them. Every method with an id throws CONTACT_NOT_FOUND. */
export interface Contacts {
  /** @throws AppError INVALID_INPUT */
  list(filter: ContactFilterQuery, page: PageRequest): Promise<Page<ContactResource>>
  get(id: string): Promise<ContactResource>
  /** As it is stored. */
  record(id: string): Promise<ContactRecord>
  /** @throws AppError INVALID_INPUT, INVALID_VALUE, CONTACT_EXISTS */
  create(given: CreateContact, by: Owner): Promise<ContactResource>
  count(filter: ContactFilterQuery): Promise<number>
  /** @throws AppError INVALID_INPUT, INVALID_VALUE, CONTACT_EXISTS */
  change(id: string, given: ChangeContact, by: Owner): Promise<ContactResource>
  history(id: string, request: HistoryRequest): Promise<Page<ContactHistoryItem>>
  /** @throws AppError INVALID_INPUT */
  merge(id: string, given: MergeContacts, by: Owner): Promise<ContactResource>
  /** What erasing would take away. */
  erasure(id: string): Promise<ContactErasure>
  /** Cancels what runs for the contact, and erases it. @throws AppError CONTACT_BUSY */
  erase(id: string, by: Owner): Promise<ContactErasure>
  /** @throws AppError INVALID_INPUT when the file as a whole cannot be used */
  import(given: ContactCsv): Promise<ContactImport>
  csv(): Promise<AsyncIterable<Buffer>>
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
  readonly database: Pick<Database, 'kysely' | 'journal'>
  readonly contacts: ContactRepository
  readonly fields: ContactFieldRepository
  readonly changes: ContactChanges
  readonly kinds: ChannelKinds
  /** Ends a run: one that waits at once, one at work after its step. */
  readonly cancelRun: (runId: string) => Promise<unknown>
  /** Takes a contact out of the tables of integrations. */
  readonly eraseElsewhere: (contact: ErasedContact) => Promise<void>
  readonly now: () => Date
}

export function createContacts(options: ContactsOptions): Contacts {
  const { database, contacts, fields, changes, kinds, cancelRun, eraseElsewhere, now } = options
  const { kysely } = database
  const readHistory = createContactHistory(kysely, kinds)

  const show = (channel: string, value: string) => kinds.get(channel)?.show(value) ?? value

  function toResource({ id, name, points, ...record }: ContactRecord): ContactResource {
    return {
      id,
      name,
      fields: record.fields,
      points: points.map((point) => ({
        ...point,
        shown: show(point.channel, point.value),
        consentAt: point.consentAt === null ? null : new Date(point.consentAt).toISOString(),
      })),
      externalIds: record.externalIds.map(({ isNumber: _isNumber, ...known }) => ({
        ...known,
        unseenSince: known.unseenSince === null ? null : new Date(known.unseenSince).toISOString(),
      })),
      createdAt: record.createdAt.toISOString(),
      updatedAt: record.modifiedAt.toISOString(),
      lastAt: record.lastAt === null ? null : record.lastAt.toISOString(),
    }
  }

  async function record(id: string): Promise<ContactRecord> {
    return requireFound(isUuid(id) ? await contacts.find({ id }) : undefined)
  }

  async function changeOf(
    given: Omit<ChangeContact, 'addPoints'>,
    points: readonly NewContactPoint[] = [],
  ): Promise<ContactChange> {
    return {
      fields: readFields(await fields.all(), given.fields ?? {}),
      addPoints: points.map((point, index) =>
        readContactPoint(kinds, point, (_place, message) => invalid(`points.${index}`, message)),
      ),
      externalIds: (given.externalIds ?? []).map(({ url = null, ...known }) => ({ ...known, url })),
      removePoints: given.removePoints ?? [],
      removeExternalIds: given.removeExternalIds ?? [],
    }
  }

  return {
    async list(filter, page) {
      const found = await contacts.list(filterOf(filter), page)
      return { items: found.items.map(toResource), next: found.next }
    },
    count: (filter) => contacts.count(filterOf(filter)),
    get: async (id) => toResource(await record(id)),
    record,
    create: async (given, author) => toResource(await changes.create(await changeOf(given, given.points), { author })),
    async change(id, given, author) {
      if (!isUuid(id)) throw noSuchContact()
      return toResource(requireFound(await changes.change(id, await changeOf(given, given.addPoints), { author })))
    },
    async history(id, request) {
      requireFound(isUuid(id) ? await contacts.find({ id }) : undefined)
      return readHistory(id, request)
    },
    async merge(id, given, author) {
      if (!isUuid(id) || !isUuid(given.from)) throw noSuchContact()
      const by = { author, at: now() }
      const merged = await kysely.transaction().execute((transaction) => mergeContacts(transaction, id, given, by))
      return toResource(requireFound(merged))
    },
    erasure: async (id) => countsOf(await erasureOf(id)),
    async erase(id, author) {
      for (const runId of (await erasureOf(id)).openRunIds) await cancelRun(runId)
      const by = { author, at: now(), show, eraseElsewhere }
      const erased = await kysely.transaction().execute(async (transaction) => {
        await replayFromHere(transaction, database)
        return eraseContact(transaction, id, by)
      })
      return requireFound(erased)
    },
    import: async (given) => importContacts({ kysely, kinds, now, fields: await fields.all() }, given),
    csv: async () => exportContacts(kysely, await fields.all()),
    fields,
  }

  async function erasureOf(id: string): Promise<Erasure> {
    if (!isUuid(id)) throw noSuchContact()
    return requireFound(await kysely.transaction().execute((transaction) => findErasure(transaction, id)))
  }
}

function countsOf({ openRunIds: _openRunIds, ...counts }: Erasure): ContactErasure {
  return counts
}

function filterOf({ search, channel, consent, language, since }: ContactFilterQuery): ContactFilter {
  return { search, channel, consent, language, since: since === undefined ? undefined : readTime('since', since) }
}

function requireFound<Found>(found: Found | undefined): Found {
  if (found === undefined) throw noSuchContact()
  return found
}

function noSuchContact(): AppError {
  return new AppError('CONTACT_NOT_FOUND', 'There is no such contact. It may have been merged or erased.')
}

function invalid(path: string, message: string): AppError {
  return new AppError('INVALID_INPUT', `${path}: ${message}`, { errors: [{ path, message }] })
}
