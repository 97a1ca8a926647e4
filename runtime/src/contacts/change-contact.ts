import { type ContactValue, contactNameOf } from '@patchbay/shared/api'
import { AppError } from '@patchbay/shared/errors'
import type { JsonObject } from '@patchbay/shared/json'
import { sql, type Transaction } from 'kysely'
import { searchOfContact } from '../store/contacts/search-of-contact.ts'
import { initiatorOf } from '../store/events/initiator.ts'
import { storeEvents } from '../store/events/store-events.ts'
import { jsonText } from '../store/json-text.ts'
import type { ContactPoint } from '../store/messages/contact-point-id.ts'
import { contactPointId } from '../store/messages/contact-point-id.ts'
import type { ContactChangeKind } from '../store/schema/contact-tables.ts'
import type { Tables } from '../store/schema/tables.ts'
import { uuidv7 } from '../store/uuid.ts'
import {
  type ContactFields,
  type ContactRecord,
  columnsOf,
  type ExternalIdRecord,
  type PointRecord,
  wordsOfContact,
} from './contact-record.ts'
import { readContacts } from './contact-repository.ts'
import type { ReadFields } from './read-fields.ts'
import { type ContactRemoval, movePoint, removeFromContact } from './remove-from-contact.ts'

/** What is to be different. What is left out stays. */
export interface ContactChange extends ContactRemoval {
  readonly fields?: ReadFields
  readonly addPoints?: readonly ContactPoint[]
  readonly externalIds?: readonly ExternalIdRecord[]
}

export interface ContactAuthor {
  /** As `working_copy.owner`, or `flow:<id>`; empty when nobody did it. */
  readonly author: string
  readonly at: Date
  readonly kind: ContactChangeKind
  /** Told beside what has changed. */
  readonly detail?: JsonObject
}

/** One field before and after. */
type Difference = { readonly field: string; readonly from: ContactValue | null; readonly to: ContactValue | null }

/** @throws AppError CONTACT_EXISTS */
export async function insertContact(
  transaction: Transaction<Tables>,
  change: ContactChange,
  by: ContactAuthor,
): Promise<ContactRecord> {
  const id = await insertBare(transaction, by.at)
  const created = await applyToContact(transaction, id, change, by)
  if (created === undefined) throw new Error('A contact that was just added is missing.')
  await tell(transaction, 'CUSTOMER_PROFILE/CREATED', id, by)
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
 * The one way in which contacts change: locks the row, writes what is different, and notes it for the history. Undefined when
 * there is no such contact.
 * @throws AppError CONTACT_EXISTS when another contact has one of the addresses or ids
 */
export async function applyToContact(
  transaction: Transaction<Tables>,
  id: string,
  { fields = {}, addPoints = [], externalIds = [], ...removal }: ContactChange,
  by: ContactAuthor,
): Promise<ChangedContact | undefined> {
  const locked = await transaction
    .selectFrom('contact')
    .select('id')
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  const [before] =
    locked === undefined ? [] : await readContacts(transaction, { where: sql`id = ${id}::uuid`, limit: 1 })
  if (before === undefined) return undefined
  const after = changedFields(before.fields, fields)
  const differences = differencesOf(before.fields, after)
  const removed = await removeFromContact(transaction, before, removal)
  for (const point of removed.talked) await insertOwner(transaction, point, id, by)
  const points = await addNewPoints(transaction, removed.left, addPoints, by.at)
  const ids = await putExternalIds(transaction, removed.left, externalIds, by.at)
  const isNew = by.kind === 'created'
  const amount = differences.length + points.length + ids.length + removed.points.length + removed.ids.length
  if (!isNew && amount === 0) return { contact: before, isChanged: false }
  await storeFields(transaction, id, after, [...removed.left.externalIds, ...ids], by.at)
  const told = { fields: differences, ...placesOf({ points, ids }), removed: placesOf(removed) }
  await note(transaction, id, { ...by, detail: { ...by.detail, ...told } })
  if (!isNew) await tell(transaction, 'CUSTOMER_PROFILE/UPDATED', id, by)
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
  await storeFields(transaction, id, {}, [], by.at)
  await note(transaction, id, {
    ...by,
    kind: 'created',
    detail: { ...by.detail, ...placesOf({ points: [point], ids: [] }) },
  })
  await tell(transaction, 'CUSTOMER_PROFILE/CREATED', id, by)
}

/** As the history has addresses and ids. */
function placesOf({
  points,
  ids,
}: {
  readonly points: readonly Pick<PointRecord, 'channel' | 'value'>[]
  readonly ids: readonly ExternalIdRecord[]
}) {
  return {
    points: points.map(({ channel, value }) => ({ channel, value })),
    ids: ids.map(({ source, externalId }) => ({ source, externalId })),
  }
}

/** Writes all fields, and by what the contact is found. Its points are in the database already. */
export async function storeFields(
  transaction: Transaction<Tables>,
  id: string,
  fields: ContactFields,
  externalIds: readonly Pick<ExternalIdRecord, 'externalId'>[],
  at: Date,
): Promise<void> {
  const { fields: others, ...columns } = columnsOf(fields)
  const search = searchOfContact(id, wordsOfContact(fields, externalIds))
  await transaction
    .updateTable('contact')
    .set({ ...columns, fields: jsonText(others), modifiedAt: at, search })
    .where('id', '=', id)
    .execute()
}

/** For the history of the contact. */
export async function note(
  transaction: Transaction<Tables>,
  contactId: string,
  { author, at, kind, detail = {} }: ContactAuthor,
): Promise<void> {
  await transaction
    .insertInto('contactChange')
    .values({ id: uuidv7(at), contactId, kind, author, detail: jsonText(detail) })
    .execute()
}

async function tell(
  transaction: Transaction<Tables>,
  type: 'CUSTOMER_PROFILE/CREATED' | 'CUSTOMER_PROFILE/UPDATED',
  customerId: string,
  { author, at }: ContactAuthor,
): Promise<void> {
  await storeEvents(transaction, [{ type, initiator: initiatorOf(author), content: { customerId } }], at)
}

/** A name that was made of first and last name follows them; one that was entered, or came from a messenger, stays. */
export function changedFields(before: ContactFields, given: ReadFields): ContactFields {
  const after = new Map(Object.entries(before))
  for (const [key, value] of Object.entries(given)) {
    if (value === null) after.delete(key)
    else after.set(key, value)
  }
  const { name: _name, ...unnamed } = before
  const isMade = before.name === undefined || before.name === contactNameOf(unnamed)
  if (!after.has('name') || (isMade && !('name' in given))) {
    after.delete('name')
    const made = contactNameOf(Object.fromEntries(after))
    if (made !== '') after.set('name', made)
  }
  return Object.fromEntries(after)
}

function differencesOf(before: ContactFields, after: ContactFields): Difference[] {
  return [...new Set([...Object.keys(before), ...Object.keys(after)])]
    .filter((field) => before[field] !== after[field])
    .map((field) => ({ field, from: before[field] ?? null, to: after[field] ?? null }))
}

/** @throws AppError CONTACT_EXISTS */
async function addNewPoints(
  transaction: Transaction<Tables>,
  { id: contactId, points: known }: ContactRecord,
  given: readonly ContactPoint[],
  at: Date,
): Promise<{ readonly channel: string; readonly value: string }[]> {
  const added: { readonly channel: string; readonly value: string }[] = []
  for (const { channel, accountId, value } of given) {
    const id = contactPointId({ channel, accountId, value })
    if (known.some((own) => own.id === id) || added.some((own) => own.channel === channel && own.value === value))
      continue
    const { numInsertedOrUpdatedRows } = await transaction
      .insertInto('contactPoint')
      .values({ id, contactId, channel, accountId, value, createdAt: at })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirstOrThrow()
    if (numInsertedOrUpdatedRows === 0n) {
      throw taken(`Another contact has ${value}. Merge the two.`, await holderOf(transaction, id))
    }
    added.push({ channel, value })
  }
  return added
}

async function holderOf(transaction: Transaction<Tables>, pointId: string): Promise<string | undefined> {
  const row = await transaction
    .selectFrom('contactPoint')
    .select('contactId')
    .where('id', '=', pointId)
    .executeTakeFirst()
  return row?.contactId
}

/** @throws AppError CONTACT_EXISTS */
async function putExternalIds(
  transaction: Transaction<Tables>,
  { id: contactId, externalIds: known }: ContactRecord,
  given: readonly ExternalIdRecord[],
  at: Date,
): Promise<ExternalIdRecord[]> {
  const put: ExternalIdRecord[] = []
  for (const { source, externalId, url } of given) {
    const own = known.find((id) => id.source === source && id.externalId === externalId)
    if (own !== undefined && (url === null || own.url === url)) continue
    const { numInsertedOrUpdatedRows } = await transaction
      .insertInto('contactExternalId')
      .values({ source, externalId, contactId, url, modifiedAt: at })
      .onConflict((conflict) =>
        conflict
          .columns(['source', 'externalId'])
          .doUpdateSet({ url, modifiedAt: at })
          .where('contactExternalId.contactId', '=', contactId),
      )
      .executeTakeFirstOrThrow()
    if (numInsertedOrUpdatedRows === 0n) throw taken(`Another contact is ${externalId} at ${source}. Merge the two.`)
    put.push({ source, externalId, url })
  }
  return put
}

function taken(message: string, contactId?: string): AppError {
  return new AppError('CONTACT_EXISTS', message, contactId === undefined ? {} : { extra: { contactId } })
}
