import type { TableColumn } from '@patchbay/shared/api'
import { AppError } from '@patchbay/shared/errors'
import type { Json } from '@patchbay/shared/json'
import { type RawBuilder, sql } from 'kysely'
import { comparableText } from '../kit/comparable-text.ts'
import type { RowFilter, RowTest } from '../kit/tables.ts'
import { listOf, textOf } from '../kit/values.ts'
import { jsonText } from '../store/json-text.ts'
import { containing } from '../store/paging.ts'
import { dateOf, isWholeDay } from './date-cell.ts'
import { comparedOf } from './read-cell.ts'
import { columnOf } from './read-cells.ts'

type Condition = RawBuilder<boolean>

const always: Condition = sql<boolean>`true`
const never: Condition = sql<boolean>`false`

/**
 * The condition in SQL that a row fits the filter. A test that compares a column with something that its cells can never
 * be is false, and `warn` is called with a sentence.
 * @throws AppError INVALID_VALUE for no column of the table, and for more choices than one query takes
 */
export function rowCondition(
  columns: readonly TableColumn[],
  { match, tests, timeZone }: RowFilter,
  warn: (message: string) => void,
): Condition {
  if (tests.length === 0) return always
  const parts = tests.map((test) => testCondition(test, columnOf(columns, test.column), { timeZone, warn }))
  return sql<boolean>`(${sql.join(parts, match === 'all' ? sql` and ` : sql` or `)})`
}

/** The condition that a cell contains the text, numbers written in any way included. */
export function searchCondition(search: string): Condition {
  const text = comparableText(search, true)
  const digits = text.replaceAll(/[\s()./-]/g, '')
  const isNumber = /^\+?\d{3,}$/.test(digits)
  const patterns = [text, ...(isNumber ? [digits] : [])].map(containing)
  return sql<boolean>`search like any (${sql.val(patterns)}::text[])`
}

interface Reading {
  readonly timeZone: string
  readonly warn: (message: string) => void
}

function testCondition({ operator, value = null, upTo = null }: RowTest, column: TableColumn, by: Reading): Condition {
  const cell = cellText(column)
  const pattern = comparableText(textOf(value), true)
  const isEmptyValue = pattern === ''
  switch (operator) {
    case 'equals':
      return equals(column, value, by)
    case 'not-equals':
      return sql<boolean>`not ${equals(column, value, by)}`
    case 'contains':
      return isEmptyValue ? never : isLike(cell, containing(pattern))
    case 'not-contains':
      return isEmptyValue ? always : sql<boolean>`not ${isLike(cell, containing(pattern))}`
    case 'starts-with':
      return isEmptyValue ? never : isLike(cell, containing(pattern).slice(1))
    case 'ends-with':
      return isEmptyValue ? never : isLike(cell, containing(pattern).slice(0, -1))
    case 'matches':
      return isLike(cell, containing(pattern).slice(1, -1).replaceAll('*', '%'))
    case 'is-empty':
      return isEmpty(column)
    case 'is-not-empty':
      return sql<boolean>`not ${isEmpty(column)}`
    case 'greater-than':
    case 'after':
      return beyond(column, value, '>', by)
    case 'less-than':
    case 'before':
      return beyond(column, value, '<', by)
    case 'at-least':
      return beyond(column, value, '>=', by)
    case 'at-most':
      return beyond(column, value, '<=', by)
    case 'between':
      return sql<boolean>`(${beyond(column, value, '>=', by)} and ${beyond(column, upTo, '<=', by)})`
    case 'is-one-of':
      return isOneOf(column, value, by)
  }
}

/** A day without a time of day equals every time of that day. */
function equals(column: TableColumn, value: Json, by: Reading): Condition {
  if (textOf(value).trim() === '') return isEmpty(column)
  const compared = comparedTo(column, value, by)
  if (compared === undefined) return never
  if (column.type === 'date' && isWholeDay(String(compared))) return isLike(cellText(column), `${compared}%`)
  return sql<boolean>`compared @> ${jsonText({ [column.id]: compared })}::jsonb`
}

/** Each choice is a parameter of the query. */
const MOST_CHOICES = 1_000

/** @throws AppError INVALID_VALUE */
function isOneOf(column: TableColumn, value: Json, by: Reading): Condition {
  const choices = Array.isArray(value) ? listOf(value) : textOf(value).split(',')
  const filled = choices.filter((choice) => textOf(choice).trim() !== '')
  if (filled.length === 0) return never
  if (filled.length > MOST_CHOICES) {
    const [most, given] = [MOST_CHOICES, filled.length].map((count) => count.toLocaleString('en'))
    const message = `${column.name}: "Is one of" compares with ${most} values at most, and these are ${given}. Use fewer.`
    throw new AppError('INVALID_VALUE', message)
  }
  return sql<boolean>`(${sql.join(
    filled.map((choice) => equals(column, typeof choice === 'string' ? choice.trim() : choice, by)),
    sql` or `,
  )})`
}

type Comparison = '<' | '<=' | '>' | '>='

/** An empty cell and an empty value are neither above nor below anything. */
function beyond(column: TableColumn, value: Json, comparison: Comparison, by: Reading): Condition {
  if (textOf(value).trim() === '') return never
  const compared = comparedTo(column, value, by)
  if (compared === undefined) return never
  const operator = sql.raw(comparison)
  if (column.type === 'number') {
    return sql<boolean>`coalesce(compared -> ${sql.val(column.id)}::text ${operator} ${jsonText(compared)}::jsonb, false)`
  }
  const bound = column.type === 'date' ? dayBound(String(compared), comparison) : String(compared)
  return sql<boolean>`coalesce(${cellText(column)} collate "C" ${operator} ${bound}::text, false)`
}

/** A day without a time of day ends where the day ends, so that `after` it is the next day at the earliest. */
function dayBound(date: string, comparison: Comparison): string {
  const isUpper = comparison === '>' || comparison === '<='
  return isUpper && isWholeDay(date) ? `${date}T24` : date
}

function comparedTo({ type, name }: TableColumn, value: Json, { timeZone, warn }: Reading): Json | undefined {
  const read = type === 'date' ? dateOf(textOf(value), timeZone) : comparedOf(type, value, timeZone)?.compared
  if (read === undefined) warn(`${shown(value)} is not ${typeNames[type]}, so it was not compared with ${name}.`)
  return read
}

const typeNames = {
  text: 'a text',
  number: 'a number',
  boolean: 'yes or no',
  date: 'a date',
  phone: 'a phone number',
} as const

function cellText({ id }: TableColumn): RawBuilder<string | null> {
  return sql`(compared ->> ${sql.val(id)}::text)`
}

function isEmpty({ id }: TableColumn): Condition {
  return sql<boolean>`(compared -> ${sql.val(id)}::text is null)`
}

function isLike(cell: RawBuilder<string | null>, pattern: string): Condition {
  return sql<boolean>`coalesce(${cell} like ${pattern}::text, false)`
}

/** Whole or not at all: secrets are hidden in warnings by their value, which a part of one would escape. */
function shown(value: Json): string {
  const text = textOf(value)
  return text.length > 60 ? `A text of ${text.length} characters` : `"${text}"`
}
