import type { ContactErasure } from '@patchbay/shared/api'
import { AppError } from '@patchbay/shared/errors'
import { sql, type Transaction } from 'kysely'
import type { ErasedContact } from '../kit/erased-contact.ts'
import { initiatorOf } from '../store/events/initiator.ts'
import { storeEvents } from '../store/events/store-events.ts'
import { jsonText } from '../store/json-text.ts'
import { ownTables } from '../store/own-tables.ts'
import type { Tables } from '../store/schema/tables.ts'
import { uuidv7 } from '../store/uuid.ts'
import type { ContactRecord } from './contact-record.ts'
import { readContacts } from './contact-repository.ts'
import { eraseFromCallbacks } from './erase-copies.ts'
import { eraseFromDirectories } from './erase-from-directories.ts'
import { eraseFromHistory } from './erase-from-history.ts'
import { freeContactIds } from './free-contact-ids.ts'
import { createMasks } from './mask-json.ts'
import { type ContactRuns, maskRuns, runsOfContact } from './mask-runs.ts'

export interface Erasure extends ContactErasure {
  /** Runs that are under way. */
  readonly openRunIds: readonly string[]
}

export interface EraseOptions {
  readonly author: string
  readonly at: Date
  /** How people read an address. */
  show(channel: string, value: string): string
  /** Takes the contact out of the tables of integrations. */
  eraseElsewhere(contact: ErasedContact): Promise<void>
}

/** What erasing a contact takes away. Undefined when there is no such contact. */
export async function findErasure(transaction: Transaction<Tables>, contactId: string): Promise<Erasure | undefined> {
  return (await lookUp(transaction, contactId))?.found
}

interface LookedUp {
  readonly contact: ContactRecord
  readonly runs: ContactRuns
  readonly found: Erasure
}

async function lookUp(transaction: Transaction<Tables>, contactId: string): Promise<LookedUp | undefined> {
  const [contact] = await readContacts(transaction, { where: sql`id = ${contactId}::uuid`, limit: 1 })
  if (contact === undefined) return undefined
  const runs = await runsOfContact(transaction, idsOf(contact))
  const { own } = runs
  const open = await sql<{ readonly id: string }>`
    select id from run where id = any (${own}::uuid[]) and status in ('queued', 'running', 'waiting')`.execute(
    transaction,
  )
  const counted = await sql<Omit<ContactErasure, 'runs' | 'openRuns'>>`
    with talked as (select id from conversation where contact_point_id = any (${idsOf(contact)}::uuid[]))
    select (select count(*)::int from talked) as conversations,
      (select count(*)::int from message where conversation_id in (select id from talked)) as messages,
      (select count(*)::int from media where message_id in (
        select id from message where conversation_id in (select id from talked))) as files,
      (select count(*)::int from conversation_item
        where kind = 'note' and conversation_id in (select id from talked))
        + (select count(*)::int from answer where conversation_id in (select id from talked) and state <> 'sent')
        as notes`.execute(transaction)
  const { conversations = 0, messages = 0, files = 0, notes = 0 } = counted.rows[0] ?? {}
  const openRunIds = open.rows.map(({ id }) => id)
  const counts = { conversations, messages, files, notes, runs: own.length, openRuns: openRunIds.length }
  return { contact, runs, found: { ...counts, openRunIds } }
}

/**
 * Erases a contact with all that was said, in one transaction. Of an opt-out only the digest of the address stays, so that
 * nothing is sent there: the law asks for that. `audit_entry` keeps that, when and by whom it was done, in numbers.
 * Undefined when there is no such contact.
 * @throws AppError CONTACT_BUSY while one of its runs or answers is under way
 */
export async function eraseContact(
  transaction: Transaction<Tables>,
  contactId: string,
  { author, at, show, eraseElsewhere }: EraseOptions,
): Promise<ContactErasure | undefined> {
  await eraseFromDirectories(transaction, contactId)
  // With those whose ids `freeContactIds` changes, in one order, so that two who erase do not wait for each other.
  await sql`select from contact where id = ${contactId}::uuid
      or id in (select id from contact_point where contact_id = ${contactId}::uuid)
    order by id for update`.execute(transaction)
  const lookedUp = await lookUp(transaction, contactId)
  if (lookedUp === undefined) return undefined
  const { contact, runs, found } = lookedUp
  const { openRunIds, ...counts } = found
  if (openRunIds.length > 0 || (await isAnswered(transaction, idsOf(contact)))) throw isBusy()
  await eraseConversations(transaction, contact, runs.own)
  const erased = erasedOf(transaction, contact, { runs, words: wordsOf(contact, show), at })
  await maskRuns(transaction, runs, erased)
  await eraseFromCallbacks(transaction, erased)
  await eraseFromHistory(transaction, contact)
  await eraseElsewhere(erased)
  await reduceConsent(transaction, idsOf(contact))
  await freeContactIds(transaction, contact, { author, at })
  await eraseCard(transaction, contact)
  await transaction
    .insertInto('auditEntry')
    .values({ id: uuidv7(at), author, action: 'contact-erased', subject: contactId, detail: jsonText(counts) })
    .execute()
  await storeEvents(
    transaction,
    [{ type: 'CUSTOMER_PROFILE/DELETED', initiator: initiatorOf(author), content: { customerId: contactId } }],
    at,
  )
  return counts
}

/** An answer that is being sent is stored as a message afterwards. */
async function isAnswered(transaction: Transaction<Tables>, pointIds: readonly string[]): Promise<boolean> {
  const { rows } = await sql`select from answer join conversation on conversation.id = answer.conversation_id
    where contact_point_id = any (${pointIds}::uuid[]) and state = 'sending' limit 1`.execute(transaction)
  return rows.length > 0
}

async function eraseConversations(
  transaction: Transaction<Tables>,
  contact: ContactRecord,
  runIds: readonly string[],
): Promise<void> {
  const [contactId, pointIds] = [contact.id, idsOf(contact)]
  const talked = sql`(select id from conversation where contact_point_id = any (${pointIds}::uuid[]))`
  const said = sql`(select id from message where conversation_id in ${talked})`
  const named = (table: 'message' | 'answer') => sql`
    select (file ->> 'id')::uuid from ${sql.table(table)}, json_array_elements(
      case when json_typeof(content -> 'media') = 'array' then content -> 'media' else '[]' end) as file
    where conversation_id in ${talked} and file ->> 'id' ~ '^[0-9a-fA-F-]{36}$'`
  const { rows } = await sql<{ readonly id: string }>`
    select id from media where message_id in ${said} or run_id = any (${runIds}::uuid[])
      or id in (${named('message')}) or id in (${named('answer')})`.execute(transaction)
  const files = rows.map(({ id }) => id)
  const statements = [
    sql`delete from media_part where media_id = any (${files}::uuid[])`,
    sql`delete from media where id = any (${files}::uuid[])`,
    sql`delete from message_key where message_id in ${said}`,
    sql`delete from event_attempt where exists (
      select from conversation where id in ${talked} and strpos(event_attempt.request::text, conversation.id::text) > 0)
      or strpos(request::text, ${contactId}) > 0`,
    sql`delete from answer where conversation_id in ${talked}`,
    sql`delete from conversation_item where conversation_id in ${talked}`,
    sql`delete from conversation_mention where conversation_id in ${talked}`,
    sql`delete from conversation_seen where conversation_id in ${talked}`,
    sql`delete from conversation_topic where conversation_id in ${talked}`,
    sql`delete from message where conversation_id in ${talked}`,
    sql`delete from conversation where id in ${talked}`,
    sql`delete from run_wait where run_id = any (${runIds}::uuid[])
      or split_part(key, ' ', 2) = any (${pointIds}::text[])`,
  ]
  for (const statement of statements) await statement.execute(transaction)
}

/** What opted out stays so, without the address and the words. */
async function reduceConsent(transaction: Transaction<Tables>, pointIds: readonly string[]): Promise<void> {
  const ofContact = sql`contact_point_id = any (${pointIds}::uuid[])`
  const statements = [
    sql`delete from consent where ${ofContact} and state <> 'out'`,
    sql`delete from consent_log where ${ofContact} and id not in (select id from consent where ${ofContact})
      and id not in (select max(id::text)::uuid from consent_log where ${ofContact} and state = 'out'
        and exists (select from consent where consent.contact_point_id = consent_log.contact_point_id
          and consent.address = consent_log.address)
        group by contact_point_id, address)`,
    sql`update consent set contact = '', detail = '' where ${ofContact}`,
    sql`update consent_log set contact = '', detail = '' where ${ofContact}`,
  ]
  for (const statement of statements) await statement.execute(transaction)
}

async function eraseCard(transaction: Transaction<Tables>, { id }: ContactRecord): Promise<void> {
  for (const table of ['contact_change', 'contact_external_id', 'contact_point'] as const) {
    await sql`delete from ${sql.table(table)} where contact_id = ${id}::uuid`.execute(transaction)
  }
  await transaction.deleteFrom('contact').where('id', '=', id).execute()
}

function erasedOf(
  transaction: Transaction<Tables>,
  { id, points }: ContactRecord,
  { runs, words, at }: { readonly runs: ContactRuns; readonly words: readonly string[]; readonly at: Date },
): ErasedContact {
  const masks = createMasks(words)
  return {
    at,
    points: points.map(({ channel, value }) => ({ channel, value })),
    names: [id, ...words, ...points.map(({ value }) => value.replace(/^\+/, ''))],
    ownRuns: new Set(runs.own),
    runsAbove: new Set(runs.above),
    hideAll: masks.all,
    hideWords: masks.words,
    tables: <Own>() => ownTables<Own>({ kysely: transaction }),
  }
}

function idsOf({ points }: ContactRecord): string[] {
  return points.map(({ id }) => id)
}

/** By what a run that is not about the contact alone may name it. */
function wordsOf({ points, fields, externalIds }: ContactRecord, show: EraseOptions['show']): string[] {
  return [
    ...points.flatMap(({ channel, value }) => [value, show(channel, value)]),
    ...Object.values(fields)
      .filter((value) => typeof value !== 'boolean')
      .map(String),
    ...externalIds.map(({ externalId }) => externalId),
  ]
}

function isBusy(): AppError {
  const message = 'A step or an answer for this contact is still under way. Try again in a minute.'
  return new AppError('CONTACT_BUSY', message)
}
