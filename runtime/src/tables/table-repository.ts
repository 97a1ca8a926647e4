import { type Page, type TableColumn, tableLimits } from '@patchbay/shared/api'
import { AppError } from '@patchbay/shared/errors'
import { type Kysely, sql, type Transaction } from 'kysely'
import { asTaken } from '../store/as-taken.ts'
import { jsonText } from '../store/json-text.ts'
import { toPage } from '../store/paging.ts'
import type { Tables } from '../store/schema/tables.ts'

export interface TableRecord {
  readonly id: string
  readonly name: string
  readonly columns: readonly TableColumn[]
  readonly keyColumn: string | null
  readonly rowCount: number
  readonly createdAt: Date
  readonly modifiedAt: Date
  readonly modifiedBy: string
}

/** The table as a transaction has locked it. */
export interface LockedTable {
  readonly transaction: Transaction<Tables>
  readonly table: TableRecord
}

export interface TableRepository {
  /** @throws AppError TABLE_EXISTS, TABLE_FULL */
  create(table: Omit<TableRecord, 'rowCount'>): Promise<void>
  /** @throws AppError TABLE_NOT_FOUND */
  get(id: string): Promise<TableRecord>
  /** By name. */
  list(options: { readonly limit: number; readonly after?: string }): Promise<Page<TableRecord>>
  all(): Promise<readonly TableRecord[]>
  /**
   * Runs `work` in a transaction that has the table for itself: no other change of the table or its rows mixes with it.
   * @throws AppError TABLE_NOT_FOUND
   */
  locked<Result>(id: string, work: (locked: LockedTable) => Promise<Result>): Promise<Result>
  /** False when there is no such table. */
  remove(id: string): Promise<boolean>
}

export function createTableRepository(kysely: Kysely<Tables>): TableRepository {
  return {
    create: (table) =>
      kysely.transaction().execute(async (transaction) => {
        await sql`lock table data_table in share row exclusive mode`.execute(transaction)
        const { count } = await transaction
          .selectFrom('dataTable')
          .select(({ fn }) => fn.countAll<number>().as('count'))
          .executeTakeFirstOrThrow()
        if (count >= tableLimits.tables) throw full(`There are ${tableLimits.tables} tables already. Remove one first.`)
        const row = { ...table, columns: jsonText(table.columns) }
        await asTaken(transaction.insertInto('dataTable').values(row).execute(), exists)
      }),
    get: async (id) => {
      const found = await kysely.selectFrom('dataTable').selectAll().where('id', '=', id).executeTakeFirst()
      return found ?? missing(id)
    },
    async list({ limit, after }) {
      let query = kysely
        .selectFrom('dataTable')
        .selectAll()
        .orderBy(lowerName)
        .limit(limit + 1)
      if (after !== undefined) query = query.where(lowerName, '>', after)
      return toPage(await query.execute(), limit, ({ name }) => name.toLowerCase())
    },
    all: () => kysely.selectFrom('dataTable').selectAll().orderBy(lowerName).execute(),
    locked: (id, work) =>
      kysely.transaction().execute(async (transaction) => {
        const table = await transaction
          .selectFrom('dataTable')
          .selectAll()
          .where('id', '=', id)
          .forUpdate()
          .executeTakeFirst()
        return work({ transaction, table: table ?? missing(id) })
      }),
    async remove(id) {
      const { numDeletedRows } = await kysely.deleteFrom('dataTable').where('id', '=', id).executeTakeFirst()
      return numDeletedRows > 0n
    },
  }
}

const lowerName = sql<string>`lower(name)`

/** Changes a locked table. @throws AppError TABLE_EXISTS */
export async function changeTable(
  { transaction, table }: LockedTable,
  change: Partial<Pick<TableRecord, 'name' | 'columns' | 'keyColumn'>>,
  by: Pick<TableRecord, 'modifiedAt' | 'modifiedBy'>,
): Promise<TableRecord> {
  const changed = { ...table, ...change, ...by }
  const { id, name, keyColumn } = changed
  const row = { name, keyColumn, columns: jsonText(changed.columns), ...by }
  await asTaken(transaction.updateTable('dataTable').set(row).where('id', '=', id).execute(), exists)
  return changed
}

export function full(message: string): AppError {
  return new AppError('TABLE_FULL', message)
}

function missing(id: string): never {
  throw new AppError(
    'TABLE_NOT_FOUND',
    `There is no table "${id.slice(0, 60)}". Choose another one, or make it under Tables.`,
  )
}

function exists(cause: unknown): AppError {
  return new AppError('TABLE_EXISTS', 'Another table has this name. Choose another one.', { cause })
}
