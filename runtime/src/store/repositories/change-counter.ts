import type { Kysely } from 'kysely'
import type { Tables } from '../schema/tables.ts'

/** How often something has changed so far, by all processes; counted by the database. */
export interface ChangeCounters {
  /** Live flows and their numbers. */
  readonly liveFlows: number
  /** Node types that are not built in. */
  readonly catalog: number
}

export async function readChangeCounters(kysely: Kysely<Tables>): Promise<ChangeCounters> {
  const rows = await kysely.selectFrom('changeCounter').select(['name', 'value']).execute()
  const counted = (name: string) => Number(rows.find((row) => row.name === name)?.value ?? 0)
  return { liveFlows: counted('live-flows'), catalog: counted('catalog') }
}

/** To be called in the transaction that changes what a source of node types reads. */
export async function countCatalogChange(kysely: Kysely<Tables>): Promise<void> {
  await kysely
    .updateTable('changeCounter')
    .set((columns) => ({ value: columns('value', '+', 1) }))
    .where('name', '=', 'catalog')
    .execute()
}
