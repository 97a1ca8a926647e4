import { sameJson } from '@patchbay/shared/flow'
import type { JsonObject } from '@patchbay/shared/json'
import { sql, type Transaction } from 'kysely'
import type { ContactRecord } from '../../contacts/contact-record.ts'
import { externalKey, type ImportLine } from '../../contacts/import-line.ts'
import type { ContactAddition } from '../../contacts/store-changes.ts'
import { type ContactPoint, contactPointId } from '../../store/messages/contact-point-id.ts'
import type { Tables } from '../../store/schema/tables.ts'
import type { SyncProblem } from '../sync-subject.ts'
import { changedByService } from './changed-by-service.ts'
import type { ServiceContact } from './read-bridge-contact.ts'

/** A contact of a service, and the contact here that it is. */
export interface ContactEntry {
  readonly externalId: string
  readonly key: string
  /** Undefined: a new one. */
  readonly contactId: string | undefined
  /** What the service said last. Undefined: it speaks of the contact for the first time. */
  readonly before: Said | undefined
  readonly says: Said
  readonly url: string | null
  /** As it is stored. */
  readonly line: ImportLine
  readonly problems: readonly SyncProblem[]
}

/** What a service says of a contact, as `contact_external_id.synced` has it. */
interface Said {
  readonly fields: Readonly<Record<string, string>>
  /** Numbers that have become addresses. One that people take away here does not come again. */
  readonly phones: readonly string[]
}

/**
 * Finds the contacts: by the id that the account gave before, else by a number that a contact has whom the account has not
 * given an id yet. A number that another contact has is not moved, and told. Nobody is found by a name or an e-mail address.
 */
export async function findEntries(
  transaction: Transaction<Tables>,
  accountId: string,
  contacts: readonly ServiceContact[],
): Promise<readonly ContactEntry[]> {
  const known = await knownIds(transaction, accountId, contacts)
  const owners = await ownersOf(transaction, accountId, contacts)
  return contacts.map((contact, at) => entryOf(contact, at, { accountId, known, owners }))
}

interface Known {
  readonly accountId: string
  readonly known: ReadonlyMap<string, KnownId>
  /** Who has a number, by id of the point; in the order of the page those of new contacts, too. */
  readonly owners: Map<string, Owner>
}

interface KnownId {
  readonly externalId: string
  readonly contactId: string
  readonly synced: Said | null
}

interface Owner {
  /** Undefined for a contact that comes with this page. */
  readonly contactId: string | undefined
  readonly externalId?: string
  /** The account has given it an id. */
  isGiven: boolean
}

function entryOf(contact: ServiceContact, at: number, { accountId, known, owners }: Known): ContactEntry {
  const { externalId, isNumber, url, fields, points } = contact
  const own = known.get(externalId)
  const joined = own === undefined ? joinedOwner(points, owners) : undefined
  const contactId = own?.contactId ?? joined?.contactId
  if (joined !== undefined)
    for (const owner of owners.values()) if (owner.contactId === joined.contactId) owner.isGiven = true
  const free = points.filter((point) => {
    const owner = owners.get(contactPointId(point))
    return owner === undefined || (owner.contactId !== undefined && owner.contactId === contactId)
  })
  for (const point of free) {
    const id = contactPointId(point)
    if (!owners.has(id)) owners.set(id, { contactId, externalId, isGiven: true })
  }
  const taken = points.filter((point) => !free.includes(point))
  const before = own?.synced ?? undefined
  const says = { fields, phones: free.map(({ value }) => value) }
  const key = externalKey({ source: accountId, externalId })
  const externalIds = [{ source: accountId, externalId, isNumber, url, synced: syncedOf(says) }]
  return {
    externalId,
    key,
    contactId,
    before,
    says,
    url,
    line: { line: at, fields, points: free, externalIds, keys: [key] },
    problems: [...contact.problems, ...taken.map(() => ({ id: externalId, path: 'phones', message: TAKEN }))],
  }
}

const TAKEN = 'Another contact has this number, and keeps it. Merge the two if they are one person.'

/** The contact with the first number that somebody has, if the account has not given it an id. */
function joinedOwner(points: readonly ContactPoint[], owners: ReadonlyMap<string, Owner>): Owner | undefined {
  const owner = points.map((point) => owners.get(contactPointId(point))).find((one) => one !== undefined)
  return owner === undefined || owner.isGiven || owner.contactId === undefined ? undefined : owner
}

/** What becomes different of the contact. Undefined: nothing. */
export function changeOfEntry(entry: ContactEntry | undefined, contact: ContactRecord): ContactAddition | undefined {
  if (entry === undefined) return undefined
  const { before, says, url, line } = entry
  const fields = changedByService(contact.fields, before?.fields, says.fields)
  const addPoints = line.points.filter(({ value }) => before?.phones.includes(value) !== true)
  const [given] = line.externalIds
  const own = contact.externalIds.find(({ source, externalId }) => {
    return source === given?.source && externalId === given.externalId
  })
  const isKnown = own !== undefined && own.isNumber === given?.isNumber && own.url === url && own.unseenSince === null
  const isSame = isKnown && before !== undefined && sameJson(syncedOf(before), syncedOf(says))
  const isNew = addPoints.some((point) => contact.points.every(({ id }) => id !== contactPointId(point)))
  if (isSame && !isNew && Object.keys(fields).length === 0) return undefined
  return { fields, addPoints, externalIds: line.externalIds }
}

function syncedOf({ fields, phones }: Said): JsonObject {
  return { fields: { ...fields }, phones: [...phones] }
}

async function knownIds(
  transaction: Transaction<Tables>,
  accountId: string,
  contacts: readonly ServiceContact[],
): Promise<ReadonlyMap<string, KnownId>> {
  const ids = contacts.map(({ externalId }) => externalId)
  const { rows } = await sql<KnownId>`select external_id, contact_id, synced from contact_external_id
    where source = ${accountId} and external_id = any (${ids}::text[])`.execute(transaction)
  return new Map(rows.map((row) => [row.externalId, row]))
}

async function ownersOf(
  transaction: Transaction<Tables>,
  accountId: string,
  contacts: readonly ServiceContact[],
): Promise<Map<string, Owner>> {
  const ids = contacts.flatMap(({ points }) => points.map(contactPointId))
  const { rows } = await sql<{ readonly id: string; readonly contactId: string; readonly isGiven: boolean }>`
    select id, contact_id, exists (
      select from contact_external_id as given
      where given.contact_id = point.contact_id and given.source = ${accountId}) as is_given
    from contact_point as point where id = any (${ids}::uuid[])`.execute(transaction)
  return new Map(rows.map(({ id, contactId, isGiven }) => [id, { contactId, isGiven }]))
}
