import type { IntegrationManifest } from '@patchbay/shared/api'
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

export interface IntegrationVersionTable {
  name: string
  version: number
  manifest: JsonColumn<IntegrationManifest>
  createdAt: Time
  createdBy: string
}
