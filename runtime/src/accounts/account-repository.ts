import type { Address, Page } from '@patchbay/shared/api'
import { AppError } from '@patchbay/shared/errors'
import type { JsonObject } from '@patchbay/shared/json'
import type { Kysely, Transaction } from 'kysely'
import type { AttentionKind } from '../kit/attention.ts'
import { asTaken } from '../store/as-taken.ts'
import { jsonText } from '../store/json-text.ts'
import { idCursor, toPage } from '../store/paging.ts'
import type { StoredSecrets, Tables } from '../store/schema/tables.ts'
import { noAttention } from './attention.ts'
import { holdIntegration } from './hold-integration.ts'

export interface AccountRecord {
  readonly id: string
  readonly type: string
  readonly name: string
  readonly identity: string | null
  readonly properties: JsonObject
  readonly secrets: StoredSecrets
  /** Sealed: what its service gave when it took the account. */
  readonly granted?: string | null
  /** Why it is in trouble, see `Attention`. Null or absent: it is not. */
  readonly attention?: string | null
  readonly attentionKind?: AttentionKind | null
  readonly createdAt: Date
  readonly modifiedAt: Date
  readonly modifiedBy: string
}

export type AccountChange = Omit<AccountRecord, 'id' | 'type' | 'createdAt'>

export interface AccountRepository {
  /**
   * Stores the account with its own address, if it has one.
   * @throws AppError ACCOUNT_EXISTS when another account of the type has this identity, or another account the address;
   * INVALID_INPUT when the integration of its type was removed
   */
  create(account: AccountRecord, own?: Address): Promise<void>
  find(id: string): Promise<AccountRecord | undefined>
  findByIdentity(type: string, identity: string): Promise<AccountRecord | undefined>
  /** In order of creation. */
  list(options: {
    readonly type?: string
    readonly limit: number
    readonly after?: string
  }): Promise<Page<AccountRecord>>
  /** Its own address goes on starting its flow. False when the account no longer exists. @throws AppError ACCOUNT_EXISTS */
  change(id: string, change: AccountChange, own?: Address): Promise<boolean>
  /** Stores what its service gave, sealed; the account needs no attention any more. */
  grant(id: string, granted: string | null): Promise<void>
  /**
   * Removes the account, with its address where that `isOwn`. False when the account no longer exists, when its own
   * address starts a flow, or when it has any other address.
   */
  remove(id: string, address: { readonly isOwn: boolean }): Promise<boolean>
}

export function createAccountRepository(kysely: Kysely<Tables>): AccountRepository {
  return {
    async create(account, own) {
      const row = { ...account, ...columnsOf(account) }
      await kysely.transaction().execute(async (transaction) => {
        await holdIntegration(transaction, account.type)
        await asTaken(transaction.insertInto('account').values(row).execute(), nameExists)
        if (own !== undefined) await putAddress(transaction, account, own)
      })
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
    change: (id, change, own) =>
      kysely.transaction().execute(async (transaction) => {
        const row = { ...change, ...columnsOf(change) }
        const result = await asTaken(
          transaction.updateTable('account').set(row).where('id', '=', id).executeTakeFirst(),
          nameExists,
        )
        if (result.numUpdatedRows === 0n) return false
        if (own !== undefined)
          await putAddress(transaction, { id, name: change.name, createdAt: change.modifiedAt }, own)
        return true
      }),
    async grant(id, granted) {
      await kysely
        .updateTable('account')
        .set({ granted, ...noAttention })
        .where('id', '=', id)
        .execute()
    },
    remove: (id, { isOwn }) =>
      kysely.transaction().execute(async (transaction) => {
        const addresses = await transaction
          .selectFrom('address')
          .select('flowId')
          .where('accountId', '=', id)
          .forUpdate()
          .execute()
        if (addresses.some(({ flowId }) => !isOwn || flowId !== null)) return false
        await transaction.deleteFrom('address').where('accountId', '=', id).execute()
        const result = await transaction.deleteFrom('account').where('id', '=', id).executeTakeFirst()
        return result.numDeletedRows > 0n
      }),
  }
}

function columnsOf({ properties, secrets }: Pick<AccountRecord, 'properties' | 'secrets'>) {
  return { properties: jsonText(properties), secrets: jsonText(secrets) }
}

/** The account's own address, under the account's name. */
async function putAddress(
  transaction: Transaction<Tables>,
  { id, name, createdAt }: Pick<AccountRecord, 'id' | 'name' | 'createdAt'>,
  { channel, value }: Address,
): Promise<void> {
  const address = { channel, value, label: name }
  const put = async () => {
    const moved = await transaction.updateTable('address').set(address).where('accountId', '=', id).executeTakeFirst()
    if (moved.numUpdatedRows > 0n) return
    const row = { ...address, accountId: id, capabilities: jsonText([channel]), createdAt }
    await transaction.insertInto('address').values(row).execute()
  }
  await asTaken(put(), (cause) => exists(`Another account has ${value} already. Each belongs to one account.`, cause))
}

function nameExists(cause: unknown): AppError {
  return exists('Another account of this type has the same user name. Choose another one.', cause)
}

function exists(message: string, cause: unknown): AppError {
  return new AppError('ACCOUNT_EXISTS', message, { cause })
}
