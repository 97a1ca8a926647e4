import { isUuid } from '@patchbay/shared/api'
import type { Kysely } from 'kysely'
import type { Tables } from '../schema/tables.ts'

export interface SecretRecord {
  readonly id: string
  readonly flowId: string | null
  readonly host: string | null
  /** The action type and input that the secret was entered in. Null for secrets from before this was stored. */
  readonly place: string | null
  /** Ciphertext with nonce and tag, base64. */
  readonly sealed: string
  readonly createdAt: Date
}

export interface SecretRepository {
  create(secrets: readonly SecretRecord[]): Promise<void>
  /** The secrets with these ids. Ids of missing ones are skipped. */
  getMany(ids: readonly string[]): Promise<readonly SecretRecord[]>
  ofFlow(flowId: string): Promise<readonly SecretRecord[]>
  remove(ids: readonly string[]): Promise<void>
}

export function createSecretRepository(kysely: Kysely<Tables>): SecretRepository {
  return {
    async create(secrets) {
      if (secrets.length > 0) await kysely.insertInto('secret').values(secrets).execute()
    },
    async getMany(ids) {
      const known = ids.filter(isUuid)
      return known.length === 0 ? [] : kysely.selectFrom('secret').selectAll().where('id', 'in', known).execute()
    },
    async ofFlow(flowId) {
      return isUuid(flowId) ? kysely.selectFrom('secret').selectAll().where('flowId', '=', flowId).execute() : []
    },
    async remove(ids) {
      const known = ids.filter(isUuid)
      if (known.length > 0) await kysely.deleteFrom('secret').where('id', 'in', known).execute()
    },
  }
}
