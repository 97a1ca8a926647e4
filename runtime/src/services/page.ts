import type { PageQuery } from '@patchbay/shared/api'
import { AppError } from '@patchbay/shared/errors'

const mostItems = 200
const usualItems = 50

export interface PageRequest {
  readonly limit: number
  readonly after?: string
}

/** The requested page of a list. Limits outside 1 to 200 are changed to the nearest of the two. */
export function pageRequest(query: PageQuery): PageRequest {
  const limit = query.limit === undefined ? usualItems : Math.min(Math.max(Number(query.limit), 1), mostItems)
  return query.after === undefined || query.after === '' ? { limit } : { limit, after: query.after }
}

/** One page of a list that is in memory as a whole. Its cursors are positions in the list. */
export function pageOf<Item>(items: readonly Item[], { limit, after }: PageRequest) {
  const start = after === undefined ? 0 : Number(after)
  if (!Number.isInteger(start) || start < 0) throw invalidCursor()
  const end = start + limit
  return { items: items.slice(start, end), next: end < items.length ? String(end) : null }
}

function invalidCursor(): AppError {
  return new AppError('BAD_REQUEST', 'The value of "after" is not a "next" that a list returned.')
}
