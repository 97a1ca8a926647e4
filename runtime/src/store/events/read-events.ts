import type { JsonObject } from '@patchbay/shared/json'
import { type Kysely, type RawBuilder, sql } from 'kysely'
import type { Tables } from '../schema/tables.ts'
import type { Initiator } from './initiator.ts'

/** An event as it was stored. */
export interface StoredEvent {
  readonly seq: number
  readonly at: Date
  readonly type: string
  readonly initiator: Initiator
  readonly content: JsonObject
  readonly conversationId: string | null
}

export interface EventRange {
  readonly from: Date
  /** Not included. */
  readonly until: Date
  /** Absent: all. */
  readonly types?: readonly string[]
  /** Only events after this one. */
  readonly afterSeq?: number
  readonly limit: number
}

/**
 * Events of a time, in the order of happening. Read on with the `seq` of the last one. An event whose transaction is under
 * way is not seen yet, and may stand before ones that were: leave out the last seconds.
 */
export function readEvents(kysely: Kysely<Tables>, range: EventRange): Promise<readonly StoredEvent[]> {
  const { from, until, types, afterSeq = 0, limit } = range
  const wanted = types === undefined ? sql`` : sql`and type = any (${types}::text[])`
  return selectEvents(
    kysely,
    sql`at >= ${from} and at < ${until} and seq > ${afterSeq} ${wanted} order by seq limit ${sql.lit(limit)}`,
  )
}

/** The events that have these places. */
export function findEvents(kysely: Kysely<Tables>, seqs: readonly number[]): Promise<readonly StoredEvent[]> {
  return selectEvents(kysely, sql`seq = any (${seqs}::bigint[])`)
}

interface Row extends Omit<StoredEvent, 'initiator'> {
  readonly kind: string
  readonly id: string
  readonly flowId: string | null
}

/** The flow of a message is that of its run, which is looked up here and not when the message is stored. */
async function selectEvents(kysely: Kysely<Tables>, condition: RawBuilder<unknown>): Promise<readonly StoredEvent[]> {
  const { rows } = await sql<Row>`
    with found as (select * from event where ${condition})
    select seq, at, type, content, conversation_id, split_part(initiator, ':', 1) as kind,
      substr(initiator, position(':' in initiator) + 1) as id,
      (select flow_id from run
        where run.id = case when starts_with(initiator, 'run:') then substr(initiator, 5)::uuid end) as flow_id
    from found order by seq`.execute(kysely)
  return rows.map(({ kind, id, flowId, ...event }) => ({ ...event, initiator: initiatorFrom(kind, id, flowId) }))
}

function initiatorFrom(kind: string, id: string, flowId: string | null): Initiator {
  if (kind === 'user') return { type: 'USER', id }
  if (kind === 'contact') return { type: 'CONTACT', id }
  if (kind === 'flow') return { type: 'FLOW', id }
  // A run that is gone is known by its own id.
  return kind === 'run' ? { type: 'FLOW', id: flowId ?? id } : { type: 'SYSTEM' }
}
