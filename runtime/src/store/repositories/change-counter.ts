import type { Kysely } from 'kysely'
import type { Tables } from '../schema/tables.ts'

/** How often something has been changed by any process. The database counts. */
export interface ChangeCounters {
  /** Counts changes of live flows and of the addresses assigned to them. */
  readonly liveFlows: number
  /** Counts changes of node types that are not built in. */
  readonly catalog: number
  /** Counts changes of accounts and of the accounts that addresses belong to. */
  readonly accounts: number
  /** Counts changes of who wants which events. */
  readonly eventSubscribers: number
}

export async function readChangeCounters(kysely: Kysely<Tables>): Promise<ChangeCounters> {
  const rows = await kysely.selectFrom('changeCounter').select(['name', 'value']).execute()
  const counted = (name: string) => Number(rows.find((row) => row.name === name)?.value ?? 0)
  return {
    liveFlows: counted('live-flows'),
    catalog: counted('catalog'),
    accounts: counted('accounts'),
    eventSubscribers: counted('event-subscribers'),
  }
}

/** Call it in the transaction that changes what a source of node types reads. */
export async function countCatalogChange(kysely: Kysely<Tables>): Promise<void> {
  await kysely
    .updateTable('changeCounter')
    .set((columns) => ({ value: columns('value', '+', 1) }))
    .where('name', '=', 'catalog')
    .execute()
}
