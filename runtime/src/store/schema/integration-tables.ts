import type { IntegrationManifest } from '@patchbay/shared/api'
import type { Generated } from 'kysely'
import type { JsonColumn, Time } from './column-types.ts'

/** An imported integration. */
export interface IntegrationTable {
  name: string
  /** The newest one. */
  version: number
  removedAt: Time | null
  createdAt: Time
  modifiedAt: Time
  modifiedBy: string
}

/** A person who works in the service of an account. */
export interface AccountAgentTable {
  accountId: string
  externalId: string
  /** The id came as a number, and goes back to the service as one. */
  isNumber: boolean
  name: string
  email: string
  /** The user that a person has chosen. Null: the one with the e-mail address, if there is any. */
  userId: string | null
  /** A person has said that it is no user of Patchbay. */
  isIgnored: Generated<boolean>
  /** When the last synchronization began that had it. */
  seenAt: Time
  /** When a synchronization first missed it. Null: the service has it. */
  unseenSince: Time | null
}

export interface IntegrationVersionTable {
  name: string
  version: number
  manifest: JsonColumn<IntegrationManifest>
  createdAt: Time
  createdBy: string
}

/** A logo or an icon for the newest version. Without bytes: it could not be had. */
export interface IntegrationPictureTable {
  name: string
  kind: 'logo' | 'icon'
  /** The version for which it was looked for last. */
  version: number
  url: string
  /** Of type and bytes. */
  digest: string | null
  type: string | null
  bytes: Uint8Array | null
  /** Why it could not be had when it was looked for last. */
  problem: string | null
}
