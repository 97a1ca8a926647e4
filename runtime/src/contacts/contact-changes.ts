import { SMS_CHANNEL } from '@patchbay/shared/api'
import type { JsonObject } from '@patchbay/shared/json'
import { sql, type Transaction } from 'kysely'
import { phoneOf } from '../messaging/channels/phone-of.ts'
import type { Database } from '../store/database.ts'
import type { ContactPoint } from '../store/messages/contact-point-id.ts'
import { contactPointId } from '../store/messages/contact-point-id.ts'
import type { Tables } from '../store/schema/tables.ts'
import { applyToContact, type ContactChange, insertContact } from './change-contact.ts'
import type { ContactRecord } from './contact-record.ts'
import { type ContactPlace, readContacts, whereOf } from './contact-repository.ts'

/** Who changes a contact. */
export interface ChangeAuthor {
  /** As `working_copy.owner`, or `flow:<id>`. */
  readonly author: string
  readonly detail?: JsonObject
}

/**
 * Adds and changes contacts, each in a transaction of its own. A phone number in the field `phone` becomes an address for
 * texts where no contact has it.
 */
export interface ContactChanges {
  /** @throws AppError CONTACT_EXISTS */
  create(given: ContactChange, by: ChangeAuthor): Promise<ContactRecord>
  /**
   * Finds a contact at one of these places, the first one first, or adds one. Those who look for the same at once, in any
   * process, wait for each other.
   * @throws AppError CONTACT_EXISTS
   */
  findOrCreate(
    places: readonly ContactPlace[],
    given: ContactChange,
    by: ChangeAuthor,
  ): Promise<{ readonly contact: ContactRecord; readonly isNew: boolean }>
  /** Undefined when there is no such contact. @throws AppError CONTACT_EXISTS */
  change(id: string, given: ContactChange, by: ChangeAuthor): Promise<ContactRecord | undefined>
}

export function createContactChanges({ kysely }: Database, now: () => Date): ContactChanges {
  return {
    create: (given, by) =>
      kysely.transaction().execute(async (transaction) => {
        const change = await withPhone(transaction, given)
        return insertContact(transaction, change, { ...by, at: now(), kind: 'created' })
      }),
    findOrCreate: (places, given, by) =>
      kysely.transaction().execute(async (transaction) => {
        await sql`select pg_advisory_xact_lock(hashtextextended(${JSON.stringify(places)}, 0))`.execute(transaction)
        for (const place of places) {
          const [contact] = await readContacts(transaction, { where: whereOf(place), limit: 1 })
          if (contact !== undefined) return { contact, isNew: false }
        }
        const change = await withPhone(transaction, given)
        const contact = await insertContact(transaction, change, { ...by, at: now(), kind: 'created' })
        return { contact, isNew: true }
      }),
    change: (id, given, by) =>
      kysely.transaction().execute(async (transaction) => {
        const change = await withPhone(transaction, given)
        const changed = await applyToContact(transaction, id, change, { ...by, at: now(), kind: 'changed' })
        return changed?.contact
      }),
  }
}

/** The phone of the fields as an address for texts, unless a contact has that already. */
async function withPhone(transaction: Transaction<Tables>, change: ContactChange): Promise<ContactChange> {
  const { phone } = change.fields ?? {}
  const value = typeof phone === 'string' ? phoneOf(phone) : undefined
  if (value === undefined) return change
  const point: ContactPoint = { channel: SMS_CHANNEL, accountId: '', value }
  const known = await transaction
    .selectFrom('contactPoint')
    .select('id')
    .where('id', '=', contactPointId(point))
    .executeTakeFirst()
  return known === undefined ? { ...change, addPoints: [...(change.addPoints ?? []), point] } : change
}
