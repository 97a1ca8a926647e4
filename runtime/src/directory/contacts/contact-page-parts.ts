import type { ContactField } from '@patchbay/shared/api'
import type { BridgeContact, BridgeFault, ContactPage } from '@patchbay/shared/bridges'
import type { Transaction } from 'kysely'
import { nextRound } from '../../contacts/next-round.ts'
import { storeImport } from '../../contacts/store-import.ts'
import type { Tables } from '../../store/schema/tables.ts'
import type { StorePart, SyncPage, SyncProblem } from '../sync-subject.ts'
import { type ContactEntry, changeOfEntry, findEntries } from './contact-entries.ts'
import { readBridgeContact } from './read-bridge-contact.ts'
import { markUnseen, noteBack, noteSeen } from './unseen-contacts.ts'

/** A transaction with so many is short, and their statements are few. */
const AT_ONCE = 500

export interface FetchedContacts {
  readonly page: ContactPage
  readonly faults: readonly BridgeFault[]
  readonly account: { readonly id: string; readonly name: string }
  readonly fields: readonly ContactField[]
  readonly isWhole: boolean
  /** Of a synchronization that is complete with it. */
  readonly isLast: boolean
}

/** How a page of contacts is stored: pages may hold tens of thousands. */
export function contactPageParts(fetched: FetchedContacts): SyncPage['parts'] {
  const { page, faults, account, isWhole, isLast } = fetched
  const contactsFrom = (from: number) => page.contacts.slice(from, from + AT_ONCE)
  const lastFrom = Math.floor(Math.max(page.contacts.length - 1, 0) / AT_ONCE) * AT_ONCE
  const parts: StorePart[] = []
  for (let from = 0; from < lastFrom; from += AT_ONCE) {
    parts.push((transaction, at, isLastTry) => {
      return storeContacts(transaction, { ...fetched, contacts: contactsFrom(from), isLastTry }, at)
    })
  }
  const last: StorePart = async (transaction, at, isLastTry) => {
    const contacts = contactsFrom(lastFrom)
    const { counts, problems } = await storeContacts(transaction, { ...fetched, contacts, isLastTry }, at)
    await noteBack(transaction, account.id, page.leftOutIds)
    if (isWhole) await noteSeen(transaction, account.id, page.leftOutIds)
    const missing = isWhole && isLast ? await markUnseen(transaction, account.id, at) : 0
    return {
      counts: { ...counts, leftOut: counts.leftOut + page.leftOut, damaged: page.damaged, missing },
      problems: [...faults, ...problems],
    }
  }
  return [...parts, last]
}

interface ContactsToStore extends Pick<FetchedContacts, 'account' | 'fields' | 'isWhole'> {
  readonly contacts: readonly BridgeContact[]
  readonly isLastTry: boolean
}

/** Stores contacts by the functions that an import has. What is here already costs no write. */
async function storeContacts(
  transaction: Transaction<Tables>,
  { contacts: given, account, fields, isWhole, isLastTry }: ContactsToStore,
  at: Date,
) {
  const contacts = given.map((contact) => readBridgeContact(contact, fields))
  const entries = await findEntries(transaction, account.id, contacts)
  const problems: SyncProblem[] = entries.flatMap((entry) => entry.problems)
  const counts = { added: 0, changed: 0, unchanged: 0, leftOut: 0 }
  // Two of the service that are one contact here come one after the other.
  for (let left = entries; left.length > 0; ) {
    const { now, later } = nextRound(left, ({ contactId }) => (contactId === undefined ? [] : [contactId]))
    await storeRound(now)
    left = later
  }
  const ids = contacts.map(({ externalId }) => externalId)
  if (isWhole) await noteSeen(transaction, account.id, ids)
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
        isLastTry,
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
