import type { EventType } from '@patchbay/shared/api'
import type { Kysely } from 'kysely'
import type { Tables } from '../schema/tables.ts'

/**
 * Which types of events somebody wants, as this process knows it. Types that are stored on demand only ask it, so that
 * runs and receipts pay nothing while nobody listens. A change by another process is known a moment later.
 */
export interface EventWants {
  has(type: EventType): boolean
  /** Whether anything is wanted at all. */
  any(): boolean
  /** Reads them again. Call it when the counter of subscribers has risen. */
  refresh(): Promise<void>
}

export function createEventWants(kysely: Kysely<Tables>): EventWants {
  let types: ReadonlySet<string> = new Set()
  return {
    has: (type) => types.has(type),
    any: () => types.size > 0,
    async refresh() {
      const rows = await kysely.selectFrom('eventSubscriber').select('types').where('isActive', '=', true).execute()
      types = new Set(rows.flatMap((row) => row.types))
    },
  }
}
