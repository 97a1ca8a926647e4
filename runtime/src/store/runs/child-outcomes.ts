import { type Kysely, sql } from 'kysely'
import type { ChildOutcome } from '../../kit/child-runs.ts'
import type { Tables } from '../schema/tables.ts'

/** How many outcomes are read per statement. */
const PAGE = 200

/** Which visit of which action of a run has started the runs, and the place of the first one that is asked for. */
export interface ChildrenKey {
  readonly parentId: string
  readonly nodeId: number
  readonly visit: number
  readonly from: number
}

/** The outcomes of runs that a visit has started, page by page, in the order in which they were started. */
export async function* childOutcomes(kysely: Kysely<Tables>, key: ChildrenKey): AsyncGenerator<ChildOutcome> {
  let after = '00000000-0000-0000-0000-000000000000'
  for (;;) {
    const rows = await kysely
      .selectFrom('run')
      .select(['id as runId', 'status', 'result', 'error'])
      .select(sql<number>`(parent->>'item')::integer`.as('item'))
      .where('parentId', '=', key.parentId)
      .where(sql<boolean>`parent_id is not null`)
      .where('id', '>', after)
      .where(sql<boolean>`(parent->>'nodeId')::integer = ${key.nodeId}`)
      .where(sql<boolean>`(parent->>'visit')::integer = ${key.visit}`)
      .where(sql<boolean>`(parent->>'item')::integer >= ${key.from}`)
      .orderBy('id')
      .limit(PAGE)
      .execute()
    yield* rows
    const last = rows.at(-1)
    if (last === undefined || rows.length < PAGE) return
    after = last.runId
  }
}
