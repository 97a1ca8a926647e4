import { type RawBuilder, sql } from 'kysely'
import { timings } from '../../platform/timings.ts'
import type { Database } from '../database.ts'
import { hasRecentHeartbeat } from './process-repository.ts'

/** The process that claims, and whether it may take others for dead. */
export interface Claimant {
  readonly processId: string
  mayJudge(): boolean
}

/**
 * A condition: the process that a column names is another one than the claimant, and does not live. So is that of a
 * column that is null. Where the claimant may not judge, only a process without a row is dead. All by the database's
 * clock.
 * @param owner the column as SQL has it, with its table, such as `run.owner_id`
 */
export function isAbandoned(
  owner: string,
  kind: Database['kind'],
  { processId, mayJudge }: Claimant,
  deadAfterMs: number = timings.deadAfterMs,
): RawBuilder<boolean> {
  const column = sql.ref(owner)
  const isOther = sql<boolean>`${column} is distinct from ${processId}`
  // Only one process at a time uses the embedded database, so every other one is dead.
  if (kind === 'pglite') return isOther
  const beats = mayJudge() ? sql`and ${hasRecentHeartbeat(deadAfterMs)}` : sql``
  return sql<boolean>`(${isOther} and not exists (select from process where process.id = ${column} ${beats}))`
}
