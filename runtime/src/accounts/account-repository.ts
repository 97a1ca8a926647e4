import type { Page } from '@patchbay/shared/api'
import { AppError } from '@patchbay/shared/errors'
import type { JsonObject } from '@patchbay/shared/json'
import type { Kysely } from 'kysely'
import { jsonText } from '../store/json-text.ts'
import { idCursor, toPage } from '../store/paging.ts'
import type { StoredSecrets, Tables } from '../store/schema/tables.ts'
import { isUniqueViolation } from '../store/store-errors.ts'

export interface AccountRecord {
  readonly id: string
  readonly type: string
  readonly name: string
  readonly identity: string | null
  readonly properties: JsonObject
  readonly secrets: StoredSecrets
  readonly createdAt: Date
  readonly modifiedAt: Date
  readonly modifiedBy: string
}

export type AccountChange = Omit<AccountRecord, 'id' | 'type' | 'createdAt'>

export interface AccountRepository {
  /** @throws AppError ACCOUNT_EXISTS when another account of the type has this identity. */
  create(account: AccountRecord): Promise<void>
  find(id: string): Promise<AccountRecord | undefined>
  findByIdentity(type: string, identity: string): Promise<AccountRecord | undefined>
  /** In order of creation. */
  list(options: {
    readonly type?: string
    readonly limit: number
    readonly after?: string
  }): Promise<Page<AccountRecord>>
  /** False when the account no longer exists. @throws AppError ACCOUNT_EXISTS */
  change(id: string, change: AccountChange): Promise<boolean>
  /** False when the account no longer exists. */
  remove(id: string): Promise<boolean>
}

export function createAccountRepository(kysely: Kysely<Tables>): AccountRepository {
  return {
    async create(account) {
      const { properties, secrets } = account
      const row = { ...account, properties: jsonText(properties), secrets: jsonText(secrets) }
      await namingTheTaken(() => kysely.insertInto('account').values(row).execute())
    },
    find: async (id) => kysely.selectFrom('account').selectAll().where('id', '=', id).executeTakeFirst(),
    findByIdentity: async (type, identity) =>
      kysely
        .selectFrom('account')
        .selectAll()
        .where('type', '=', type)
        .where('identity', '=', identity)
        .executeTakeFirst(),
    async list({ type, limit, after }) {
      let query = kysely
        .selectFrom('account')
        .selectAll()
        .orderBy('id')
        .limit(limit + 1)
      if (type !== undefined) query = query.where('type', '=', type)
      if (after !== undefined) query = query.where('id', '>', idCursor(after))
      return toPage(await query.execute(), limit, ({ id }) => id)
    },
    async change(id, change) {
      const row = { ...change, properties: jsonText(change.properties), secrets: jsonText(change.secrets) }
      const result = await namingTheTaken(() =>
        kysely.updateTable('account').set(row).where('id', '=', id).executeTakeFirst(),
      )
      return result.numUpdatedRows > 0n
    },
    async remove(id) {
      const result = await kysely.deleteFrom('account').where('id', '=', id).executeTakeFirst()
      return result.numDeletedRows > 0n
    },
  }
}

async function namingTheTaken<Result>(write: () => Promise<Result>): Promise<Result> {
  try {
    return await write()
  } catch (error) {
    if (!isUniqueViolation(error)) throw error
    throw new AppError('ACCOUNT_EXISTS', 'Another account of this type has the same user name. Choose another one.', {
      cause: error,
    })
  }
}
