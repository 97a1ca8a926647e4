import type { ContactFieldKind } from '@patchbay/shared/api'
import type { JsonObject } from '@patchbay/shared/json'
import type { Generated } from 'kysely'
import type { JsonColumn, Time } from './column-types.ts'

/** A field of contacts that an administrator has added. */
export interface ContactFieldTable {
  /** What flows call it. Never changes. */
  key: string
  label: string
  kind: ContactFieldKind
  createdAt: Time
}

/** What another system calls a contact. */
export interface ContactExternalIdTable {
  /** Id of an integration account, or a name that people chose, such as `crm`. */
  source: string
  externalId: string
  /** The service has the id as a number. */
  isNumber: Generated<boolean>
  contactId: string
  /** Where the contact is in that system. */
  url: string | null
  /** What the service has last said of the contact, by fields. Null: it was not the service that gave the id. */
  synced: JsonColumn<JsonObject> | null
  /** When a whole synchronization did not bring it any more. */
  unseenSince: Time | null
  modifiedAt: Time
}

/** What was ever done with a contact. */
export interface ContactChangeTable {
  /** UUIDv7. */
  id: string
  contactId: string
  kind: ContactChangeKind
  /** As `working_copy.owner`, or `flow:<id>`; empty when nobody did it. */
  author: string
  detail: JsonColumn<JsonObject>
}

export type ContactChangeKind = 'created' | 'changed' | 'merged' | 'imported' | 'synchronized'

/** What people did that leaves nothing else behind. It holds no words of a contact. */
export interface AuditEntryTable {
  /** UUIDv7. */
  id: string
  /** As `working_copy.owner`. */
  author: string
  action: string
  /** Id of what it was done to. */
  subject: string
  detail: JsonColumn<JsonObject>
}
