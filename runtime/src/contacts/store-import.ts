import { type ContactValue, contactNameOf } from '@patchbay/shared/api'
import { AppError } from '@patchbay/shared/errors'
import { sql, type Transaction } from 'kysely'
import { jsonText } from '../store/json-text.ts'
import { contactPointId } from '../store/messages/contact-point-id.ts'
import { ContentionError } from '../store/repeat-contended.ts'
import type { Tables } from '../store/schema/tables.ts'
import { faultOf } from '../store/store-errors.ts'
import { uuidv7 } from '../store/uuid.ts'
import { type ContactRecord, columnsOf, wordsOfContact } from './contact-record.ts'
import { readContacts } from './contact-repository.ts'
import { externalKey, type ImportLine, wrong } from './import-line.ts'
import { type ContactAddition, type ContactAuthor, lockContacts, note, storeChanges, tell } from './store-changes.ts'

/** How lines are stored. */
export interface StoredBy extends ContactAuthor {
  /** What a line is for a contact that is here already. Undefined: nothing, which costs no write. */
  changeOf(line: ImportLine, contact: ContactRecord): ContactAddition | undefined
  onWrong(line: number, error: unknown): void
  /** A line about a contact that somebody else has changed meanwhile is told as wrong, too. Else it ends the transaction. */
  readonly isLastTry: boolean
}

/**
 * Stores lines, of which no two are about the same contact, in the transaction of the caller. Refused lines are halved until
 * each one that is wrong is alone. Returns the lines that were stored.
 * @param known ids of contacts by keys of lines
 * @throws ContentionError when that is no longer so, see `repeatContended`
 */
export async function storeImport(
  transaction: Transaction<Tables>,
  lines: readonly ImportLine[],
  known: ReadonlyMap<string, string>,
  by: StoredBy,
): Promise<StoredLines> {
  const [first] = lines
  if (first === undefined) return { added: [], changed: [], same: [] }
  await sql`savepoint lines`.execute(transaction)
  try {
    const stored = await storeTogether(transaction, lines, known, by)
    await sql`release savepoint lines`.execute(transaction)
    return stored
  } catch (error) {
    const ofLine = faultOfLine(error, by)
    if (ofLine === undefined) throw error
    await sql`rollback to savepoint lines`.execute(transaction)
    if (lines.length === 1) {
      by.onWrong(first.line, ofLine)
      return { added: [], changed: [], same: [] }
    }
    const middle = Math.ceil(lines.length / 2)
    const left = await storeImport(transaction, lines.slice(0, middle), known, by)
    const right = await storeImport(transaction, lines.slice(middle), known, by)
    return {
      added: [...left.added, ...right.added],
      changed: [...left.changed, ...right.changed],
      same: [...left.same, ...right.same],
    }
  }
}

/** Undefined where the lines are not to blame. */
function faultOfLine(error: unknown, { isLastTry }: StoredBy): AppError | undefined {
  if (error instanceof AppError) return error
  if (error instanceof ContentionError) return isLastTry ? wrong(CONTENDED) : undefined
  return faultOf(error) === 'refused' ? wrong('The line holds something that cannot be stored.') : undefined
}

const CONTENDED = 'Somebody else changes the contact at the same time. Import it again.'

export interface StoredLines {
  readonly added: readonly ImportLine[]
  readonly changed: readonly ImportLine[]
  /** They said nothing new. */
  readonly same: readonly ImportLine[]
}

async function storeTogether(
  transaction: Transaction<Tables>,
  lines: readonly ImportLine[],
  known: ReadonlyMap<string, string>,
  by: StoredBy,
): Promise<StoredLines> {
  const ownerOf = ({ keys }: ImportLine) => keys.map((key) => known.get(key)).find((id) => id !== undefined)
  const added = lines.filter((line) => ownerOf(line) === undefined)
  if (added.length > 0) await insertLines(transaction, added, by)
  const ids = lines.map(ownerOf).filter((id) => id !== undefined)
  if (ids.length === 0) return { added, changed: [], same: [] }
  const contacts = new Map((await readContacts(transaction, { where: idIn(ids), limit: ids.length })).map(withId))
  const rest = lines.filter((line) => ownerOf(line) !== undefined)
  // Only what is different is locked, and read again: somebody may have changed it meanwhile.
  const different = rest.filter((line) => by.changeOf(line, held(contacts, ownerOf(line))) !== undefined)
  const differentIds = different.map(ownerOf).filter((id) => id !== undefined)
  const locked = new Map((await lockContacts(transaction, differentIds)).map(withId))
  const planned = different.flatMap((line) => {
    const contact = held(locked, ownerOf(line))
    const change = by.changeOf(line, contact)
    return change === undefined ? [] : [{ contact, change }]
  })
  const changedIds = await storeChanges(transaction, planned, by).catch(rethrowTaken)
  const isChanged = (line: ImportLine) => changedIds.has(ownerOf(line) ?? '')
  return { added, changed: rest.filter(isChanged), same: rest.filter((line) => !isChanged(line)) }
}

/** @throws ContentionError for a contact that was erased, or merged into another one */
function held(contacts: ReadonlyMap<string, ContactRecord>, id: string | undefined): ContactRecord {
  const contact = contacts.get(id ?? '')
  if (contact === undefined) throw new ContentionError('A contact is gone since it was looked up.')
  return contact
}

/** Nobody else had an address or id when they were looked up. */
function rethrowTaken(error: unknown): never {
  if (!(error instanceof AppError) || error.code !== 'CONTACT_EXISTS') throw error
  throw new ContentionError('Another contact has an address or id since they were looked up.', { cause: error })
}

const idIn = (ids: readonly string[]) => sql`id = any (${ids}::uuid[])`
const withId = (contact: ContactRecord) => [contact.id, contact] as const

async function insertLines(
  transaction: Transaction<Tables>,
  lines: readonly ImportLine[],
  by: StoredBy,
): Promise<void> {
  const { at } = by
  const rows = lines.map((line) => rowOf(line, at))
  const points = rows.flatMap(({ id, line }) =>
    line.points.map((point) => ({ ...point, id: contactPointId(point), contact_id: id })),
  )
  const externalIds = rows.flatMap(({ id, line }) => {
    const distinct = new Map(line.externalIds.map((given) => [externalKey(given), given]))
    return [...distinct.values()].map(({ source, externalId, isNumber = false, url, synced }) => {
      return { source, external_id: externalId, is_number: isNumber, contact_id: id, url, synced: synced ?? null }
    })
  })
  const contacts = rows.map(({ line: _line, ...row }) => row)
  await sql`insert into contact (id, name, language, time_zone, fields, created_at, modified_at, last_at, search)
    select id, name, language, time_zone, fields, ${at}, ${at}, ${at}, array_to_tsvector(words) || coalesce((
      select array_to_tsvector(array_agg(distinct word))
      from unnest(addresses) as address, unnest(tsvector_to_array(contact_point_words(address))) as word), '')
    from json_to_recordset(${jsonText(contacts)}::json) as given (
      id uuid, name text, language text, time_zone text, fields jsonb, words text[], addresses text[])`.execute(
    transaction,
  )
  // In one order, so that two who insert the same never wait for each other.
  const { rows: newPoints } = await sql`
    insert into contact_point (id, contact_id, channel, account_id, value, created_at)
    select id, contact_id, channel, "accountId", value, ${at}
    from json_to_recordset(${jsonText(points)}::json) as given (
      id uuid, contact_id uuid, channel text, "accountId" text, value text)
    order by id
    on conflict do nothing returning id`.execute(transaction)
  const { rows: newIds } = await sql`
    insert into contact_external_id (source, external_id, is_number, contact_id, url, synced, modified_at)
    select source, external_id, is_number, contact_id, url, synced, ${at}
    from json_to_recordset(${jsonText(externalIds)}::json) as given (
      source text, external_id text, is_number boolean, contact_id uuid, url text, synced jsonb)
    order by source, external_id
    on conflict do nothing returning external_id`.execute(transaction)
  if (newPoints.length < points.length || newIds.length < externalIds.length) {
    throw new ContentionError('A contact that was to be added is here since it was looked up.')
  }
  await note(transaction, rows, by)
  await tell(transaction, 'CUSTOMER_PROFILE/CREATED', rows, by)
}

function rowOf(line: ImportLine, at: Date) {
  const entries = Object.entries(line.fields).filter((entry): entry is [string, ContactValue] => entry[1] !== null)
  const fields: Record<string, ContactValue> = Object.fromEntries(entries)
  const name = contactNameOf(fields)
  const { timeZone, ...columns } = columnsOf(name === '' ? fields : { ...fields, name })
  return {
    id: uuidv7(at),
    ...columns,
    time_zone: timeZone,
    words: wordsOfContact(fields, line.externalIds),
    addresses: line.points.map(({ value }) => value),
    line,
  }
}
