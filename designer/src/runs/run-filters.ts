import { runStatuses } from '@patchbay/shared/api'
import { DAY_MS, HOUR_MS, MINUTE_MS } from '@patchbay/shared/time'
import type { RunFilters } from '../api/keys.ts'
import { startOfToday } from '../ui/formats.ts'

export const timeRanges = ['any', 'hour', 'today', 'day', 'week'] as const
/** What the Status filter offers beside "any". */
export const statusFilters = [...runStatuses, 'caught'] as const
export const testFilters = ['true', 'false'] as const
export type StatusFilter = (typeof statusFilters)[number]

export type TimeRange = (typeof timeRanges)[number]

/** The filters as the address bar holds them, so that a filtered list can be bookmarked and shared. */
export interface RunSearch {
  readonly flowId: string | null
  readonly status: StatusFilter | null
  readonly time: TimeRange
  /** Only runs that test a draft, or only the others. */
  readonly test: 'true' | 'false' | null
  /** Exactly as the runs name it. */
  readonly contact: string | null
  readonly q: string
}

export function readRunSearch(params: URLSearchParams): RunSearch {
  return {
    flowId: params.get('flowId'),
    status: statusFilters.find((status) => status === params.get('status')) ?? null,
    time: timeRanges.find((range) => range === params.get('time')) ?? 'any',
    test: testFilters.find((test) => test === params.get('test')) ?? null,
    contact: params.get('contact'),
    q: params.get('q') ?? '',
  }
}

/** Only what differs from "all". */
export function writeRunSearch({ flowId, status, time, test, contact, q }: RunSearch): URLSearchParams {
  const params = new URLSearchParams()
  if (flowId !== null) params.set('flowId', flowId)
  if (status !== null) params.set('status', status)
  if (time !== 'any') params.set('time', time)
  if (test !== null) params.set('test', test)
  if (contact !== null) params.set('contact', contact)
  if (q !== '') params.set('q', q)
  return params
}

export function isFiltered(search: RunSearch): boolean {
  return writeRunSearch(search).size > 0
}

/** What the API is asked. Times are rounded to the minute, so that the question stays the same for a while. */
export function toRunFilters({ flowId, status, time, test, contact, q }: RunSearch, now: Date): RunFilters {
  const from = startOf(time, now)
  return {
    ...(flowId === null ? {} : { flowId }),
    ...(status === null ? {} : status === 'caught' ? { caught: 'true' } : { status }),
    ...(from === null ? {} : { from: from.toISOString() }),
    ...(test === null ? {} : { test }),
    ...(contact === null ? {} : { contact }),
    ...(q.trim() === '' ? {} : { q: searchText(q) }),
  }
}

/** Numbers are stored without spaces, but written and copied with them. */
function searchText(text: string): string {
  const trimmed = text.trim()
  return /^\+?[\d\s()-]+$/.test(trimmed) ? trimmed.replace(/[\s()-]/g, '') : trimmed
}

function startOf(range: TimeRange, now: Date): Date | null {
  const rounded = Math.floor(now.getTime() / MINUTE_MS) * MINUTE_MS
  switch (range) {
    case 'any':
      return null
    case 'hour':
      return new Date(rounded - HOUR_MS)
    case 'today':
      return startOfToday({ now })
    case 'day':
      return new Date(rounded - DAY_MS)
    case 'week':
      return new Date(rounded - 7 * DAY_MS)
  }
}
