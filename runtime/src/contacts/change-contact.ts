import { sql, type Transaction } from 'kysely'
import type { Tables } from '../store/schema/tables.ts'
import { uuidv7 } from '../store/uuid.ts'
import type { ContactRecord, PointRecord } from './contact-record.ts'
import { readContacts } from './contact-repository.ts'
import { type ContactRemoval, movePoint, removeFromContact } from './remove-from-contact.ts'
import {
  type ContactAddition,
  type ContactAuthor,
  lockContacts,
  note,
  placesOf,
  storeChanges,
  storeFields,
  tell,
} from './store-changes.ts'

/** What is to be different, and what is taken away. */
export interface ContactChange extends ContactAddition, ContactRemoval {}

/** @throws AppError CONTACT_EXISTS */
export async function insertContact(
  transaction: Transaction<Tables>,
  change: ContactChange,
  by: ContactAuthor,
): Promise<ContactRecord> {
  const id = await insertBare(transaction, by.at)
  const created = await applyToContact(transaction, id, change, by)
  if (created === undefined) throw new Error('A contact that was just added is missing.')
  await tell(transaction, 'CUSTOMER_PROFILE/CREATED', [{ id }], by)
  return created.contact
}

/** A contact without anything. Returns its id. */
async function insertBare(transaction: Transaction<Tables>, at: Date): Promise<string> {
  const id = uuidv7(at)
  await transaction
    .insertInto('contact')
    .values({ id, createdAt: at, modifiedAt: at, lastAt: at, fields: '{}' })
    .execute()
  return id
}

export interface ChangedContact {
  readonly contact: ContactRecord
  /** Whether anything was different before. */
  readonly isChanged: boolean
}

/**
 * Takes away, and adds and changes as `storeChanges` does. Undefined when there is no such contact.
 * @throws AppError CONTACT_EXISTS when another contact has one of the addresses or ids
 */
export async function applyToContact(
  transaction: Transaction<Tables>,
  id: string,
  { removePoints, removeExternalIds, ...change }: ContactChange,
  by: ContactAuthor,
): Promise<ChangedContact | undefined> {
  const [before] = await lockContacts(transaction, [id])
  if (before === undefined) return undefined
  const removal = { ...(removePoints && { removePoints }), ...(removeExternalIds && { removeExternalIds }) }
  const removed = await removeFromContact(transaction, before, removal)
  for (const point of removed.talked) await insertOwner(transaction, point, id, by)
  const changed = await storeChanges(transaction, [{ contact: removed.left, change, removed }], by)
  if (!changed.has(id)) return { contact: before, isChanged: false }
  const [contact = before] = await readContacts(transaction, { where: sql`id = ${id}::uuid`, limit: 1 })
  return { contact, isChanged: true }
}

/** A contact that has nothing but an address which was taken away from another one, with the conversations of the address. */
async function insertOwner(
  transaction: Transaction<Tables>,
  point: PointRecord,
  from: string,
  by: ContactAuthor,
): Promise<void> {
  const id = await insertBare(transaction, by.at)
  await movePoint(transaction, point, { from, to: id })
  await storeFields(transaction, [{ id, fields: {}, externalIds: [] }], by.at)
  const detail = placesOf({ points: [point], ids: [] })
  await note(transaction, [{ id, detail }], { ...by, kind: 'created' })
  await tell(transaction, 'CUSTOMER_PROFILE/CREATED', [{ id }], by)
}
