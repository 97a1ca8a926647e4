import { type Kysely, sql } from 'kysely'
import { causedEvents } from '../events/event-queries.ts'
import { jsonText } from '../json-text.ts'
import { messageFields } from '../runs/message-rows.ts'
import type { Tables } from '../schema/tables.ts'
import { messageEvents } from './message-events.ts'
import { messageQueries } from './message-queries.ts'
import type { MessageRecord } from './message-records.ts'

interface Inserted {
  /** What was stored under the service's id before. Nothing was stored now. */
  readonly earlier: { readonly messageId: string; readonly runId: string | null } | undefined
  readonly previousRunId: string | null
}

/** Stores a message with the same queries as the run writer, as a part of a transaction. */
export async function insertMessage(
  kysely: Kysely<Tables>,
  { message, processId, now }: { readonly message: MessageRecord; readonly processId: string; readonly now: Date },
): Promise<Inserted> {
  const at = '(select now from context)'
  const queries = [
    ...messageQueries({ hasReceived: false, process: '(select process_id from context)', now: at }),
    ...causedEvents([messageEvents], at),
  ]
  const { rows } = await sql<{
    readonly messageId: string | null
    readonly runId: string | null
    readonly isStored: boolean
    readonly previousRunId: string | null
  }>`
    with context as (select ${processId}::uuid as process_id, ${now}::timestamptz as now),
    messages as materialized (
      select * from json_populate_recordset(null::message_record, ${jsonText([messageFields(message)])}::json)
    ), ${sql.raw(queries.join(', '))}
    select (select message_id from keyed) as message_id, (select run_id from keyed) as run_id,
      exists (select from stored) as is_stored, (select previous_run_id from talked) as previous_run_id`.execute(kysely)
  const [row] = rows
  if (row === undefined || row.isStored || row.messageId === null) {
    return { earlier: undefined, previousRunId: row?.previousRunId ?? null }
  }
  return { earlier: { messageId: row.messageId, runId: row.runId }, previousRunId: null }
}
