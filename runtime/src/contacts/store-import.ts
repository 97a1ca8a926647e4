import { type ContactValue, contactNameOf } from '@patchbay/shared/api'
import { AppError } from '@patchbay/shared/errors'
import { type Kysely, sql, type Transaction } from 'kysely'
import { initiatorOf } from '../store/events/initiator.ts'
import { storeEvents } from '../store/events/store-events.ts'
import { jsonText } from '../store/json-text.ts'
import { contactPointId } from '../store/messages/contact-point-id.ts'
import type { Tables } from '../store/schema/tables.ts'
import { faultOf } from '../store/store-errors.ts'
import { uuidv7 } from '../store/uuid.ts'
import { applyToContact } from './change-contact.ts'
import { type ContactRecord, columnsOf, wordsOfContact } from './contact-record.ts'
import { readContacts } from './contact-repository.ts'
import { type ImportLine, wrong } from './import-line.ts'

interface ImportedBy {
  readonly author: string
  readonly at: Date
  onWrong(line: number, error: unknown): void
}

/**
 * Stores lines, of which no two are about the same contact, in one commit. Refused lines are halved until each one that is
 * wrong is alone. Returns the lines that were stored.
 * @param known ids of contacts by keys of lines
 */
export async function storeImport(
  kysely: Kysely<Tables>,
  lines: readonly ImportLine[],
  known: ReadonlyMap<string, string>,
  by: ImportedBy,
): Promise<readonly ImportLine[]> {
  const [first] = lines
  if (first === undefined) return []
  try {
    await storeTogether(kysely, lines, known, by)
    return lines
  } catch (error) {
    const isOfLine = error instanceof AppError
    if (!isOfLine && faultOf(error) !== 'refused') throw error
    if (lines.length === 1) {
      by.onWrong(first.line, isOfLine ? error : wrong('The line holds something that cannot be stored.'))
      return []
    }
    const middle = Math.ceil(lines.length / 2)
    const halves = [lines.slice(0, middle), lines.slice(middle)]
    const stored: ImportLine[] = []
    for (const half of halves) stored.push(...(await storeImport(kysely, half, known, by)))
    return stored
  }
}

async function storeTogether(
  kysely: Kysely<Tables>,
  lines: readonly ImportLine[],
  known: ReadonlyMap<string, string>,
  by: ImportedBy,
): Promise<void> {
  const ownerOf = ({ keys }: ImportLine) => keys.map((key) => known.get(key)).find((id) => id !== undefined)
  await kysely.transaction().execute(async (transaction) => {
    const fresh = lines.filter((line) => ownerOf(line) === undefined)
    if (fresh.length > 0) await insertLines(transaction, fresh, by)
    const ids = [...new Set(lines.map(ownerOf).filter((id) => id !== undefined))]
    if (ids.length === 0) return
    const contacts = await readContacts(transaction, { where: sql`id = any (${ids}::uuid[])`, limit: ids.length })
    const byId = new Map(contacts.map((contact) => [contact.id, contact]))
    for (const line of lines) {
      const contact = byId.get(ownerOf(line) ?? '')
      if (contact === undefined || !saysMore(line, contact)) continue
      const change = { fields: line.fields, addPoints: line.points, externalIds: line.externalIds }
      await applyToContact(transaction, contact.id, change, { author: by.author, at: by.at, kind: 'imported' })
    }
  })
}

/** Most lines of a file that is imported again say nothing new: these cost no write. */
function saysMore({ fields, keys, points, externalIds }: ImportLine, contact: ContactRecord): boolean {
  return (
    Object.entries(fields).some(([key, value]) => contact.fields[key] !== value) ||
    keys.slice(0, points.length).some((id) => !contact.points.some((point) => point.id === id)) ||
    externalIds.some(({ source, externalId }) => {
      return !contact.externalIds.some((own) => own.source === source && own.externalId === externalId)
    })
  )
}

async function insertLines(
  transaction: Transaction<Tables>,
  lines: readonly ImportLine[],
  { author, at }: ImportedBy,
): Promise<void> {
  const rows = lines.map((line) => rowOf(line, at))
  const points = rows.flatMap(({ id, line }) =>
    line.points.map((point) => ({ ...point, id: contactPointId(point), contact_id: id })),
  )
  const externalIds = rows.flatMap(({ id, line }) =>
    line.externalIds.map(({ source, externalId }) => ({ source, external_id: externalId, contact_id: id })),
  )
  const contacts = rows.map(({ line: _line, ...row }) => row)
  await sql`insert into contact (id, name, language, time_zone, fields, created_at, modified_at, last_at, search)
    select id, name, language, time_zone, fields, ${at}, ${at}, ${at}, array_to_tsvector(words) || coalesce((
      select array_to_tsvector(array_agg(distinct word))
      from unnest(addresses) as address, unnest(tsvector_to_array(contact_point_words(address))) as word), '')
    from json_to_recordset(${jsonText(contacts)}::json) as given (
      id uuid, name text, language text, time_zone text, fields jsonb, words text[], addresses text[])`.execute(
    transaction,
  )
  await sql`insert into contact_point (id, contact_id, channel, account_id, value, created_at)
    select id, contact_id, channel, "accountId", value, ${at}
    from json_to_recordset(${jsonText(points)}::json) as given (
      id uuid, contact_id uuid, channel text, "accountId" text, value text)
    on conflict do nothing`.execute(transaction)
  await sql`insert into contact_external_id (source, external_id, contact_id, modified_at)
    select source, external_id, contact_id, ${at}
    from json_to_recordset(${jsonText(externalIds)}::json) as given (source text, external_id text, contact_id uuid)
    on conflict do nothing`.execute(transaction)
  await transaction
    .insertInto('contactChange')
    .values(rows.map(({ id }) => ({ id: uuidv7(at), contactId: id, kind: 'imported' as const, author, detail: '{}' })))
    .execute()
  const initiator = initiatorOf(author)
  const events = rows.map(({ id }) => ({
    type: 'CUSTOMER_PROFILE/CREATED' as const,
    initiator,
    content: { customerId: id },
  }))
  await storeEvents(transaction, events, at)
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
