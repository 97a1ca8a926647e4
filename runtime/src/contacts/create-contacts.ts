import type { Address, ContactField, ContactFieldKind } from '@patchbay/shared/api'
import type { PeopleField } from '@patchbay/shared/flow'
import type { ContactPort } from '../kit/contacts.ts'
import type { ErasedContact } from '../kit/erased-contact.ts'
import type { AddressOwner } from '../messaging/address-owners.ts'
import type { ChannelKinds } from '../messaging/channel-kinds.ts'
import type { Database } from '../store/database.ts'
import { countCatalogChange } from '../store/repositories/change-counter.ts'
import { createContactChanges } from './contact-changes.ts'
import { createContactRepository } from './contact-repository.ts'
import { createContactSteps } from './contact-steps.ts'
import { type Contacts, createContacts } from './contacts.ts'
import { type ContactFieldRepository, createContactFieldRepository } from './own-fields.ts'

export interface ContactParts {
  readonly contacts: Contacts
  /** What steps of runs do with contacts. */
  readonly steps: ContactPort
  /** The own fields as the catalog has them. */
  readOwnFields(): Promise<readonly PeopleField[]>
}

export interface ContactPartsOptions {
  readonly database: Database
  readonly kinds: ChannelKinds
  readonly ownerOf: (address: Address) => Promise<AddressOwner | undefined>
  readonly cancelRun: (runId: string) => Promise<unknown>
  /** Takes a contact out of the tables of integrations. */
  readonly eraseElsewhere: (contact: ErasedContact) => Promise<void>
  readonly now: () => Date
  /** Called after the fields of contacts have changed, and the change is counted for processes that hear nothing of it. */
  readonly onFieldsChanged: () => Promise<void>
}

/** The people on the other side, and what is known of them. */
export function createContactParts({
  database,
  kinds,
  ownerOf,
  cancelRun,
  eraseElsewhere,
  now,
  onFieldsChanged,
}: ContactPartsOptions): ContactParts {
  const contacts = createContactRepository(database.kysely)
  const fields = createContactFieldRepository(database.kysely, now)
  const changes = createContactChanges(database, now)
  return {
    contacts: createContacts({
      database,
      contacts,
      fields: tellingOfChanges(fields, async () => {
        await countCatalogChange(database.kysely)
        await onFieldsChanged()
      }),
      changes,
      kinds,
      cancelRun,
      eraseElsewhere,
      now,
    }),
    async readOwnFields() {
      fields.forget()
      return (await fields.all()).filter(({ isOwn }) => isOwn).map(variableOf)
    },
    steps: createContactSteps({ contacts, fields, changes, kinds, ownerOf }),
  }
}

function tellingOfChanges(fields: ContactFieldRepository, onChange: () => Promise<void>): ContactFieldRepository {
  const told = async <Value>(changing: Promise<Value>) => {
    const value = await changing
    fields.forget()
    await onChange()
    return value
  }
  return {
    ...fields,
    add: (field) => told(fields.add(field)),
    rename: (key, label) => told(fields.rename(key, label)),
    remove: (key) => told(fields.remove(key)),
  }
}

function variableOf({ key, label, kind }: ContactField): PeopleField {
  return { name: key, title: label, type: kind === 'date' ? 'text' : kind, sample: samples[kind] }
}

const samples: Readonly<Record<ContactFieldKind, string>> = {
  text: 'Gold',
  number: '3',
  boolean: 'true',
  date: '2020-01-31',
}
