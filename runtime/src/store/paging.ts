import { isUuid, type Page } from '@patchbay/shared/api'
import { AppError } from '@patchbay/shared/errors'

/** Makes a page of rows that were read with one more than `limit`: the extra row says whether there is a next page. */
export function toPage<Item>(rows: readonly Item[], limit: number, cursorOf: (last: Item) => string): Page<Item> {
  const items = rows.slice(0, limit)
  const last = items.at(-1)
  return { items, next: rows.length > limit && last !== undefined ? cursorOf(last) : null }
}

/** @throws AppError BAD_REQUEST when this is not a cursor that is an id */
export function idCursor(after: string): string {
  if (!isUuid(after)) throw wrongCursor()
  return after
}

/** The end of the year 9999. Later times are written in a way that the database does not read. */
const LATEST_MS = 253_402_300_799_999

export interface TimeCursor {
  readonly time: Date
  readonly id: string
}

/** For lists ordered by a time, and by id where times are equal. */
export function timeCursorText({ time, id }: TimeCursor): string {
  return `${time.getTime()}_${id}`
}

/** @throws AppError BAD_REQUEST when this is not a cursor of `timeCursorText` */
export function timeCursor(after: string): TimeCursor {
  const [time = '', id = ''] = after.split('_')
  if (!/^\d{1,15}$/.test(time) || Number(time) > LATEST_MS || !isUuid(id)) throw wrongCursor()
  return { time: new Date(Number(time)), id }
}

/** Pattern for `ilike` that matches this text anywhere, with wildcards in it escaped. */
export function containing(text: string): string {
  return `%${text.replaceAll(/[\\%_]/g, '\\$&')}%`
}

export function wrongCursor(): AppError {
  return new AppError('BAD_REQUEST', 'The value of "after" is not a "next" that a list returned.')
}
