import { AppError } from '@patchbay/shared/errors'
import type { Kysely } from 'kysely'
import { sql } from 'kysely'
import type { ChangedRows, RowChange, RowFilter, TablePort } from '../kit/tables.ts'
import { jsonText } from '../store/json-text.ts'
import type { Tables } from '../store/schema/tables.ts'
import { deleteRows, insertRows, keyOf, type RowsChanged, updateRows } from './change-rows.ts'
import { readCells } from './read-cells.ts'
import { rowCondition } from './row-condition.ts'
import { countRows, listRows, rowValue } from './rows.ts'
import type { LockedTable, TableRepository } from './table-repository.ts'

export interface TableStepsOptions {
  readonly kysely: Kysely<Tables>
  readonly tables: TableRepository
  readonly now: () => Date
}

/** What steps of runs do with tables. */
export function createTableSteps({ kysely, tables, now }: TableStepsOptions): TablePort {
  return {
    list: tables.all,
    async find(id, { sort, limit, ...filter }) {
      const table = await tables.get(id)
      const { condition, warnings } = conditionOf(table, filter)
      const { items } = await listRows(kysely, table, { condition, limit, ...(sort === undefined ? {} : { sort }) })
      return { rows: items.map(({ cells }) => rowValue(table.columns, cells)), warnings }
    },
    async count(id, filter) {
      const table = await tables.get(id)
      const { condition, warnings } = conditionOf(table, filter)
      return { count: await countRows(kysely, table.id, condition), warnings }
    },
    change: (id, change, { runId, key }) =>
      tables.locked(id, async (locked) => {
        const { transaction } = locked
        const done = await transaction.selectFrom('dataStep').select('result').where('key', '=', key).executeTakeFirst()
        // Stored by the same code, with the same key.
        if (done !== undefined) return done.result as unknown as ChangedRows
        const at = now()
        const result = await changeRows(locked, change, at)
        await transaction
          .insertInto('dataStep')
          .values({ key, runId, at, result: jsonText(result) })
          .execute()
        return result
      }),
  }
}

async function changeRows(locked: LockedTable, change: RowChange, now: Date): Promise<ChangedRows> {
  const { table } = locked
  const { columns } = table
  const answered = ({ count, rows }: RowsChanged, isAdded?: boolean): ChangedRows => ({
    count,
    rows: rows.map(({ cells }) => rowValue(columns, cells)),
    ...(isAdded === undefined ? {} : { isAdded }),
  })
  switch (change.kind) {
    case 'add': {
      const rows = await insertRows(locked, [readCells(columns, change.cells, change.timeZone)], now)
      return answered({ count: rows.length, rows })
    }
    case 'change': {
      const cells = readCells(columns, change.cells, change.timeZone)
      const { condition } = conditionOf(table, change.filter)
      return answered(await updateRows(locked, condition, cells, now))
    }
    case 'add-or-change': {
      if (table.keyColumn === null) throw noKey(table.name)
      const cells = readCells(columns, change.cells, change.timeZone)
      const key = keyOf(table, cells.compared)
      const updated = await updateRows(locked, sql<boolean>`key = ${key}`, cells, now)
      if (updated.count > 0) return answered(updated, false)
      const rows = await insertRows(locked, [cells], now)
      return answered({ count: rows.length, rows }, true)
    }
    case 'remove':
      return answered(await deleteRows(locked, conditionOf(table, change.filter).condition))
  }
}

function conditionOf({ columns }: LockedTable['table'], filter: RowFilter) {
  const warnings: string[] = []
  const condition = rowCondition(columns, filter, (message) => warnings.push(message))
  return { condition, warnings }
}

function noKey(name: string): AppError {
  const message = `"${name}" has no key column, so it is not known which row to change. Choose one under Tables.`
  return new AppError('INVALID_VALUE', message)
}
