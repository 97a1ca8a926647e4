import type { EventSource } from '../events/event-queries.ts'

/** What a statement adds to the columns that `inserted` and `changed` return, for `runEvents`. */
export const errorCodeColumn = "run.error ->> 'code' as error_code"

/** Beginnings of the runs that `runEvents` tells the ends of. */
export const runStarts: EventSource = `select 1 as part, id as place, 0 as rank, 'RUN/STARTED' as type,
    'flow:' || flow_id as initiator, json_build_object('runId', id, 'flowId', flow_id) as content,
    null::uuid as conversation_id
  from inserted where is_counted`

/**
 * Ends of runs that count in the figures of their flow: not those of tests, nor of runs that others have started. Only of
 * the type that somebody wants: who asks for failures does not pay for each success.
 */
export function runEvents(part: 'inserted' | 'changed'): EventSource {
  return `select 1 as part, id as place, 1 as rank, type, 'flow:' || flow_id as initiator,
    json_strip_nulls(json_build_object('runId', id, 'flowId', flow_id, 'errorCode', error_code)) as content,
    null::uuid as conversation_id
  from ${part} cross join lateral
    (select case status when 'failed' then 'RUN/FAILED' else 'RUN/SUCCEEDED' end as type) as ending
  where is_counted and status in ('succeeded', 'failed')
    and exists (select from event_subscriber where is_active and type = any (types))`
}
