import type { ContactField } from '@patchbay/shared/api'
import type { ContactPage } from '@patchbay/shared/bridges'
import type { FieldError } from '@patchbay/shared/errors'
import type { Transaction } from 'kysely'
import { storeImport } from '../../contacts/store-import.ts'
import type { Tables } from '../../store/schema/tables.ts'
import type { StoredPage, SyncProblem } from '../sync-subject.ts'
import { type ContactEntry, changeOfEntry, findEntries } from './contact-entries.ts'
import { readBridgeContact } from './read-bridge-contact.ts'
import { markUnseen, noteSeen } from './unseen-contacts.ts'

/** Contacts in one statement: pages may hold tens of thousands. */
const AT_ONCE = 500

export interface FetchedContacts {
  readonly page: ContactPage
  readonly faults: readonly FieldError[]
  readonly account: { readonly id: string; readonly name: string }
  readonly fields: readonly ContactField[]
  readonly isWhole: boolean
  /** Of a synchronization that is complete with it. */
  readonly isLast: boolean
}

/** Stores a page of contacts by the functions that an import has. What is here already costs no write. */
export async function storeContactPage(
  transaction: Transaction<Tables>,
  { page, faults, account, fields, isWhole, isLast }: FetchedContacts,
  at: Date,
): Promise<StoredPage> {
  const problems: SyncProblem[] = [...faults]
  const counts = { added: 0, changed: 0, unchanged: 0, leftOut: page.leftOut, missing: 0 }
  for (let from = 0; from < page.contacts.length; from += AT_ONCE) {
    const contacts = page.contacts.slice(from, from + AT_ONCE).map((contact) => readBridgeContact(contact, fields))
    const entries = await findEntries(transaction, account.id, contacts)
    problems.push(...entries.flatMap((entry) => entry.problems))
    for (const round of rounds(entries)) await storeRound(round)
    const ids = contacts.map(({ externalId }) => externalId)
    if (isWhole) await noteSeen(transaction, account.id, ids)
  }
  if (isWhole && isLast) counts.missing = await markUnseen(transaction, account.id, at)
  return { counts, problems }

  async function storeRound(entries: readonly ContactEntry[]): Promise<void> {
    const byKey = new Map(entries.map((entry) => [entry.key, entry]))
    const known = new Map(entries.flatMap(({ key, contactId }) => (contactId === undefined ? [] : [[key, contactId]])))
    const stored = await storeImport(
      transaction,
      entries.map(({ line }) => line),
      known,
      {
        author: `account:${account.id}`,
        detail: { accountName: account.name },
        at,
        kind: 'synchronized',
        changeOf: ({ keys: [key = ''] }, contact) => changeOfEntry(byKey.get(key), contact),
        onWrong(number) {
          counts.leftOut += 1
          const entry = entries.find(({ line }) => line.line === number)
          problems.push({
            ...(entry && { id: entry.externalId }),
            path: '',
            message: 'It could not be stored as it is.',
          })
        },
      },
    )
    counts.added += stored.added.length
    counts.changed += stored.changed.length
    counts.unchanged += stored.same.length
  }
}

/** Two of the service that are one contact here come one after the other. */
function* rounds(entries: readonly ContactEntry[]): Generator<readonly ContactEntry[], void> {
  for (let left = entries; left.length > 0; ) {
    const taken = new Set<string>()
    const [now, later]: [ContactEntry[], ContactEntry[]] = [[], []]
    for (const entry of left) {
      const { contactId } = entry
      if (contactId !== undefined && taken.has(contactId)) later.push(entry)
      else now.push(entry)
      if (contactId !== undefined) taken.add(contactId)
    }
    yield now
    left = later
  }
}
