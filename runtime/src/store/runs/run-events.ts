import type { EventSource } from '../events/event-queries.ts'

/** What a statement adds to the columns that `inserted` and `changed` return, for `runEvents`. */
export const errorCodeColumn = "run.error ->> 'code' as error_code"

/** Beginnings of the runs that `runEvents` tells the ends of. */
export const runStarts: EventSource = `select 1 as part, id as place, 0 as rank, 'RUN/STARTED' as type,
    'flow:' || flow_id as initiator, json_build_object('runId', id, 'flowId', flow_id) as content,
    null::uuid as conversation_id
  from inserted where is_counted`

/** Ends of runs that count in the figures of their flow: not those of tests, nor of runs that others have started. */
export function runEvents(part: 'inserted' | 'changed'): EventSource {
  return `select 1 as part, id as place, 1 as rank, case status when 'failed' then 'RUN/FAILED' else 'RUN/SUCCEEDED' end as type,
    'flow:' || flow_id as initiator,
    json_strip_nulls(json_build_object('runId', id, 'flowId', flow_id, 'errorCode', error_code)) as content,
    null::uuid as conversation_id
  from ${part} where is_counted and status in ('succeeded', 'failed')`
}
