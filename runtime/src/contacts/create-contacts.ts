import type { Address } from '@patchbay/shared/api'
import type { ContactPort } from '../kit/contacts.ts'
import type { AddressOwner } from '../messaging/address-owners.ts'
import type { ChannelKinds } from '../messaging/channel-kinds.ts'
import type { Database } from '../store/database.ts'
import { createContactChanges } from './contact-changes.ts'
import { createContactRepository } from './contact-repository.ts'
import { createContactSteps } from './contact-steps.ts'
import { type Contacts, createContacts } from './contacts.ts'
import { createContactFieldRepository } from './own-fields.ts'

export interface ContactParts {
  readonly contacts: Contacts
  /** What steps of runs do with contacts. */
  readonly steps: ContactPort
}

export interface ContactPartsOptions {
  readonly database: Database
  readonly kinds: ChannelKinds
  readonly ownerOf: (address: Address) => Promise<AddressOwner | undefined>
  readonly cancelRun: (runId: string) => Promise<unknown>
  readonly now: () => Date
}

/** The people on the other side, and what is known of them. */
export function createContactParts({ database, kinds, ownerOf, cancelRun, now }: ContactPartsOptions): ContactParts {
  const contacts = createContactRepository(database.kysely)
  const fields = createContactFieldRepository(database.kysely, now)
  const changes = createContactChanges(database, now)
  return {
    contacts: createContacts({ kysely: database.kysely, contacts, fields, changes, kinds, cancelRun, now }),
    steps: createContactSteps({ contacts, fields, changes, kinds, ownerOf }),
  }
}
