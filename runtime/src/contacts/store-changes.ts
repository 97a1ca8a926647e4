import { AppError } from '@patchbay/shared/errors'
import type { JsonObject } from '@patchbay/shared/json'
import { sql, type Transaction } from 'kysely'
import { searchOfWords } from '../store/contacts/search-of-contact.ts'
import { initiatorOf } from '../store/events/initiator.ts'
import { storeEvents } from '../store/events/store-events.ts'
import { jsonText } from '../store/json-text.ts'
import { type ContactPoint, contactPointId } from '../store/messages/contact-point-id.ts'
import type { ContactChangeKind } from '../store/schema/contact-tables.ts'
import type { Tables } from '../store/schema/tables.ts'
import { uuidv7 } from '../store/uuid.ts'
import { changedFields, differencesOf } from './changed-fields.ts'
import {
  type ContactFields,
  type ContactRecord,
  columnsOf,
  type ExternalIdRecord,
  type GivenExternalId,
  wordsOfContact,
} from './contact-record.ts'
import { readContacts } from './contact-repository.ts'
import type { ReadFields } from './read-fields.ts'
import type { RemovedFromContact } from './remove-from-contact.ts'

/** What is to be different. What is left out stays. */
export interface ContactAddition {
  readonly fields?: ReadFields
  readonly addPoints?: readonly ContactPoint[]
  readonly externalIds?: readonly GivenExternalId[]
}

export interface ContactAuthor {
  /** As `working_copy.owner`, or `flow:<id>`; empty when nobody did it. */
  readonly author: string
  readonly at: Date
  readonly kind: ContactChangeKind
  /** Told beside what has changed. */
  readonly detail?: JsonObject
}

/** A contact whose row is locked, and what is to be different. */
export interface PlannedChange {
  /** As it is now; without what was just taken away. */
  readonly contact: ContactRecord
  readonly change: ContactAddition
  /** What was just taken away. */
  readonly removed?: Pick<RemovedFromContact, 'points' | 'ids'>
}

/** Locks the rows of contacts, in one order so that two who do so never wait for each other, and reads them. */
export async function lockContacts(transaction: Transaction<Tables>, ids: readonly string[]) {
  await sql`select from contact where id = any (${ids}::uuid[]) order by id for update`.execute(transaction)
  return readContacts(transaction, { where: sql`id = any (${ids}::uuid[])`, limit: ids.length })
}

/**
 * The one way in which contacts change: writes what is different, and notes it for the history and for those who want events.
 * Returns the ids of the contacts that were different. The effort is in the number of changes, not in that of statements.
 * @throws AppError CONTACT_EXISTS when another contact has one of the addresses or ids
 */
export async function storeChanges(
  transaction: Transaction<Tables>,
  planned: readonly PlannedChange[],
  by: ContactAuthor,
): Promise<ReadonlySet<string>> {
  const points = await addNewPoints(transaction, planned, by.at)
  const ids = await putExternalIds(transaction, planned, by.at)
  const isNew = by.kind === 'created'
  const changed = planned.flatMap(({ contact, change, removed = nothing }) => {
    const own = { points: points.get(contact.id) ?? [], ids: ids.get(contact.id) ?? [] }
    const fields = changedFields(contact.fields, change.fields ?? {})
    const differences = differencesOf(contact.fields, fields)
    const amount = differences.length + own.points.length + own.ids.length + removed.points.length + removed.ids.length
    if (amount === 0 && !isNew) return []
    const detail = { fields: differences, ...placesOf(own), removed: placesOf(removed) }
    return [{ id: contact.id, fields, externalIds: [...contact.externalIds, ...own.ids], detail }]
  })
  await storeFields(transaction, changed, by.at)
  await note(transaction, changed, by)
  if (!isNew) await tell(transaction, 'CUSTOMER_PROFILE/UPDATED', changed, by)
  return new Set(changed.map(({ id }) => id))
}

const nothing = { points: [], ids: [] } as const

/** As the history has addresses and ids. */
export function placesOf({
  points,
  ids,
}: {
  readonly points: readonly Pick<ContactPoint, 'channel' | 'value'>[]
  readonly ids: readonly Pick<ExternalIdRecord, 'source' | 'externalId'>[]
}) {
  return {
    points: points.map(({ channel, value }) => ({ channel, value })),
    ids: ids.map(({ source, externalId }) => ({ source, externalId })),
  }
}

/** Writes all fields, and by what the contacts are found. Their points are in the database already. */
export async function storeFields(
  transaction: Transaction<Tables>,
  contacts: readonly {
    readonly id: string
    readonly fields: ContactFields
    readonly externalIds: readonly Pick<ExternalIdRecord, 'externalId'>[]
  }[],
  at: Date,
): Promise<void> {
  if (contacts.length === 0) return
  const rows = contacts.map(({ id, fields, externalIds }) => {
    const { timeZone, ...columns } = columnsOf(fields)
    return { id, ...columns, time_zone: timeZone, words: wordsOfContact(fields, externalIds) }
  })
  await sql`update contact set name = given.name, language = given.language, time_zone = given.time_zone,
      fields = given.fields, modified_at = ${at}, search = ${searchOfWords(sql`contact.id`, sql`words`)}
    from json_to_recordset(${jsonText(rows)}::json) as given (
      id uuid, name text, language text, time_zone text, fields jsonb, words text[])
    where contact.id = given.id`.execute(transaction)
}

/** For the history of the contacts. @param contacts with what is told of each alone */
export async function note(
  transaction: Transaction<Tables>,
  contacts: readonly { readonly id: string; readonly detail?: JsonObject }[],
  { author, at, kind, detail: ofAll }: ContactAuthor,
): Promise<void> {
  if (contacts.length === 0) return
  const rows = contacts.map(({ id, detail }) => ({ id: uuidv7(at), contact_id: id, detail: { ...ofAll, ...detail } }))
  await sql`insert into contact_change (id, contact_id, kind, author, detail)
    select id, contact_id, ${kind}, ${author}, detail
    from json_to_recordset(${jsonText(rows)}::json) as given (id uuid, contact_id uuid, detail jsonb)`.execute(
    transaction,
  )
}

export async function tell(
  transaction: Transaction<Tables>,
  type: 'CUSTOMER_PROFILE/CREATED' | 'CUSTOMER_PROFILE/UPDATED',
  contacts: readonly { readonly id: string }[],
  { author, at }: Pick<ContactAuthor, 'author' | 'at'>,
): Promise<void> {
  const initiator = initiatorOf(author)
  const events = contacts.map(({ id }) => ({ type, initiator, content: { customerId: id } }))
  await storeEvents(transaction, events, at)
}

/** By contact, what it did not have. @throws AppError CONTACT_EXISTS */
async function addNewPoints(
  transaction: Transaction<Tables>,
  planned: readonly PlannedChange[],
  at: Date,
): Promise<ReadonlyMap<string, readonly ContactPoint[]>> {
  const rows = planned.flatMap(({ contact, change: { addPoints = [] } }) => {
    const known = new Set(contact.points.map(({ id }) => id))
    const added = new Map(addPoints.map((point) => [`${point.channel}\n${point.value}`, point]))
    return [...added.values()]
      .map((point) => ({ ...point, id: contactPointId(point), contact_id: contact.id }))
      .filter(({ id }) => !known.has(id))
  })
  if (rows.length === 0) return new Map()
  const { rows: inserted } = await sql<{ readonly id: string; readonly contactId: string }>`
    insert into contact_point (id, contact_id, channel, account_id, value, created_at)
    select id, contact_id, channel, "accountId", value, ${at}
    from json_to_recordset(${jsonText(rows)}::json) as given (
      id uuid, contact_id uuid, channel text, "accountId" text, value text)
    on conflict do nothing returning id, contact_id`.execute(transaction)
  const owners = new Map(inserted.map(({ id, contactId }) => [id, contactId]))
  const refused = rows.find(({ id, contact_id }) => owners.get(id) !== contact_id)
  if (refused !== undefined) {
    throw taken(`Another contact has ${refused.value}. Merge the two.`, await holderOf(transaction, refused.id))
  }
  return Map.groupBy(rows, ({ contact_id }) => contact_id)
}

async function holderOf(transaction: Transaction<Tables>, pointId: string): Promise<string | undefined> {
  const row = await transaction
    .selectFrom('contactPoint')
    .select('contactId')
    .where('id', '=', pointId)
    .executeTakeFirst()
  return row?.contactId
}

/** By contact, ids that it did not have or whose URL is another one. @throws AppError CONTACT_EXISTS */
async function putExternalIds(
  transaction: Transaction<Tables>,
  planned: readonly PlannedChange[],
  at: Date,
): Promise<ReadonlyMap<string, readonly Pick<ExternalIdRecord, 'source' | 'externalId'>[]>> {
  const rows = planned.flatMap(({ contact, change: { externalIds = [] } }) => {
    const distinct = new Map(externalIds.map((one) => [`${one.source}\n${one.externalId}`, one]))
    return [...distinct.values()].flatMap((given) => idRow(contact, given))
  })
  if (rows.length === 0) return new Map()
  const { rows: put } = await sql<Pick<ExternalIdRecord, 'source' | 'externalId'>>`
    insert into contact_external_id (source, external_id, is_number, contact_id, url, synced, modified_at)
    select source, external_id, is_number, contact_id, url, synced, ${at}
    from json_to_recordset(${jsonText(rows)}::json) as given (
      source text, external_id text, is_number boolean, contact_id uuid, url text, synced jsonb)
    on conflict (source, external_id) do update set is_number = excluded.is_number, url = excluded.url,
      modified_at = excluded.modified_at,
      synced = coalesce(excluded.synced, contact_external_id.synced),
      unseen_since = case when excluded.synced is null then contact_external_id.unseen_since end
    where contact_external_id.contact_id = excluded.contact_id
    returning source, external_id`.execute(transaction)
  const stored = new Set(put.map(({ source, externalId }) => `${source}\n${externalId}`))
  const refused = rows.find(({ source, external_id }) => !stored.has(`${source}\n${external_id}`))
  if (refused !== undefined) {
    throw taken(`Another contact is ${refused.external_id} at ${refused.source}. Merge the two.`)
  }
  const told = rows.filter(({ isTold }) => isTold)
  return new Map(
    [...Map.groupBy(told, ({ contact_id }) => contact_id)].map(([id, own]) => [
      id,
      own.map(({ source, external_id: externalId }) => ({ source, externalId })),
    ]),
  )
}

/** Nothing where the contact has it like this. */
function idRow(contact: ContactRecord, { source, externalId, synced, ...given }: GivenExternalId) {
  const own = contact.externalIds.find((one) => one.source === source && one.externalId === externalId)
  const is_number = given.isNumber ?? own?.isNumber ?? false
  const url = given.url ?? (synced === undefined ? (own?.url ?? null) : null)
  const isSame = own !== undefined && own.url === url && own.isNumber === is_number
  if (synced === undefined && isSame) return []
  const row = { source, external_id: externalId, is_number, contact_id: contact.id, url, synced: synced ?? null }
  return [{ ...row, isTold: own === undefined || own.url !== url }]
}

function taken(message: string, contactId?: string): AppError {
  return new AppError('CONTACT_EXISTS', message, contactId === undefined ? {} : { extra: { contactId } })
}
