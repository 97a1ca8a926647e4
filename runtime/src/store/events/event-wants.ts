import type { EventType } from '@patchbay/shared/api'
import type { Kysely } from 'kysely'
import type { Tables } from '../schema/tables.ts'

/**
 * Which types of events somebody wants, as this process knows it. Types that are stored on demand only ask it, so that
 * runs and receipts pay nothing while nobody listens. A change by another process is known a moment later.
 */
export interface EventWants {
  has(type: EventType): boolean
  /** Whether there is an event webhook that is not off. */
  hasWebhooks(): boolean
  /** Reads them again. Call it when the counter of subscribers has risen. */
  refresh(): Promise<void>
}

export function createEventWants(kysely: Kysely<Tables>): EventWants {
  let types: ReadonlySet<string> = new Set()
  let hasWebhooks = false
  return {
    has: (type) => types.has(type),
    hasWebhooks: () => hasWebhooks,
    async refresh() {
      const active = kysely.selectFrom('eventSubscriber').select(['kind', 'types']).where('isActive', '=', true)
      const rows = await active.execute()
      hasWebhooks = rows.some(({ kind }) => kind === 'webhook')
      types = new Set(rows.flatMap((row) => row.types))
    },
  }
}
