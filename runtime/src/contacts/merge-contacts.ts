import type { MergeContacts } from '@patchbay/shared/api'
import { AppError } from '@patchbay/shared/errors'
import { sql, type Transaction } from 'kysely'
import type { Tables } from '../store/schema/tables.ts'
import { changedFields } from './changed-fields.ts'
import type { ContactFields, ContactRecord } from './contact-record.ts'
import { readContacts } from './contact-repository.ts'
import { passOn } from './pass-on.ts'
import { lockContacts, note, storeFields } from './store-changes.ts'

/**
 * Moves everything of one contact to another, and removes the one. Conversations, messages and consent belong to contact
 * points, so nothing that the journal or a process remembers is different. Undefined when one of the two is missing.
 * @throws AppError INVALID_INPUT for a contact with itself
 */
export async function mergeContacts(
  transaction: Transaction<Tables>,
  into: string,
  { from, take = [] }: MergeContacts,
  { author, at }: { readonly author: string; readonly at: Date },
): Promise<ContactRecord | undefined> {
  if (into === from) throw withItself()
  const both = await lockContacts(transaction, [into, from])
  const [kept, gone] = [both.find(({ id }) => id === into), both.find(({ id }) => id === from)]
  if (kept === undefined || gone === undefined) return undefined
  await passOn(transaction, { from, to: into, author, at })
  await sql`update contact set created_at = least(contact.created_at, gone.created_at),
      last_at = greatest(contact.last_at, gone.last_at)
    from contact as gone where contact.id = ${into}::uuid and gone.id = ${from}::uuid`.execute(transaction)
  await transaction.deleteFrom('contact').where('id', '=', from).execute()
  const externalIds = [...kept.externalIds, ...gone.externalIds]
  const fields = chosenFields(kept.fields, gone.fields, take)
  await storeFields(transaction, [{ id: into, fields, externalIds }], at)
  const detail = { from: gone.id, name: gone.name }
  await note(transaction, [{ id: into }], { author, at, kind: 'merged', detail })
  const [merged] = await readContacts(transaction, { where: sql`id = ${into}::uuid`, limit: 1 })
  return merged
}

function chosenFields(kept: ContactFields, gone: ContactFields, take: readonly string[]): ContactFields {
  const taken = Object.entries(gone).filter(([key]) => kept[key] === undefined || take.includes(key))
  return changedFields(kept, Object.fromEntries(taken))
}

function withItself(): AppError {
  const message = 'A contact cannot be merged with itself.'
  return new AppError('INVALID_INPUT', message, { errors: [{ path: 'from', message }] })
}
