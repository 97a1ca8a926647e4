import type { PreparedStatement } from './prepared-statement.ts'

const runEndColumns = `failed_step json, warning_count integer, error json, result json, finished_at timestamptz`

/**
 * - `claimed` always answers who holds a key: its "update" of a key that is still valid changes nothing. Two
 *   records with one key in a flush: the earlier run wins.
 * - `locked` takes row locks in the order of ids, so that two processes cannot lock each other out, and lets
 *   only the owner's epoch through. Being lateral, it finds each run by its key whatever the statistics say.
 *   Each row finds its day's partition by its id. Bounds on the ids, as in `updated`, must not stand here: with a
 *   general plan Postgres 18 crashes when it has to look again at a row that another process has just changed.
 * - The owner hears with the answer to a step that somebody wants the run cancelled.
 * - Everything is skipped where it is stored already: a flush whose reply was lost can be sent again.
 */
const flushSql = `
with accepts as materialized (
  select * from json_to_recordset($1) as row (
    id uuid, flow_id uuid, version integer, status text, trigger_node_id integer, trigger_type text,
    contact text, address text, input json, next_node_id integer,
    waiting_for text, due_at timestamptz, replay_of uuid, replay_from integer,
    credential text, key text, body_hash text, expires_at timestamptz, quarter timestamptz, ${runEndColumns})
), changes as materialized (
  select * from json_to_recordset($2) as row (
    run_id uuid, epoch integer, status text, next_node_id integer, quarter timestamptz,
    waiting_for text, due_at timestamptz, wait json, is_new_wait boolean, ${runEndColumns})
), claimed as (
  insert into dedupe_key as held (flow_id, credential, key, body_hash, run_id, expires_at)
  select distinct on (flow_id, credential, key) flow_id, credential, key, body_hash, id, expires_at
  from accepts where key is not null order by flow_id, credential, key, id
  on conflict (flow_id, credential, key) do update set
    body_hash = case when held.expires_at <= $7 then excluded.body_hash else held.body_hash end,
    run_id = case when held.expires_at <= $7 then excluded.run_id else held.run_id end,
    expires_at = case when held.expires_at <= $7 then excluded.expires_at else held.expires_at end
  returning flow_id, credential, key, body_hash, run_id
), inserted as (
  insert into run (id, flow_id, version, epoch, owner_id, status, trigger_node_id, trigger_type, contact, address,
    input, next_node_id, waiting_for, due_at, replay_of, replay_from, failed_step, warning_count, error, result,
    finished_at)
  select id, flow_id, version, 1, case when status in ('queued', 'running') then $6 end, status, trigger_node_id,
    trigger_type, contact, address, input, next_node_id, waiting_for, due_at, replay_of, replay_from, failed_step,
    warning_count, error, result, finished_at
  from accepts left join claimed using (flow_id, credential, key)
  where accepts.key is null or claimed.run_id = accepts.id
  on conflict (id) do nothing
  returning id
), locked as (
  select owned.flow_id, owned.cancel_requested, change.*
  from (select * from changes order by run_id) as change
  cross join lateral (
    select run.flow_id, run.cancel_requested from run
    where run.id = change.run_id and run.epoch = change.epoch and run.finished_at is null
    for update
  ) as owned
), updated as (
  update run set
    status = coalesce(locked.status, run.status),
    owner_id = case when locked.finished_at is null and locked.status is distinct from 'waiting' then run.owner_id end,
    next_node_id = case when locked.finished_at is null then coalesce(locked.next_node_id, run.next_node_id) end,
    waiting_for = locked.waiting_for,
    due_at = locked.due_at,
    wait_no = run.wait_no + case when locked.is_new_wait then 1 else 0 end,
    wait = case when locked.status = 'running' then run.wait else locked.wait end,
    wake = case when locked.status = 'running' then run.wake end,
    failed_step = coalesce(run.failed_step, locked.failed_step),
    warning_count = run.warning_count + locked.warning_count,
    error = locked.error,
    result = locked.result,
    finished_at = locked.finished_at
  from locked where run.id = locked.run_id and run.id between $4 and $5
), stepped as (
  insert into run_step (run_id, seq, epoch, node_id, visit, type, name, exit, inputs, outputs, variables, warnings,
    error, started_at, duration_ms, attempts)
  select run_id, seq, epoch, node_id, visit, type, name, exit, inputs, outputs, variables, warnings, error,
    started_at, duration_ms, attempts
  from json_to_recordset($3) as row (
    run_id uuid, seq integer, epoch integer, node_id integer, visit integer, type text, name text, exit text,
    inputs json, outputs json, variables json, warnings json, error json, started_at timestamptz,
    duration_ms double precision, attempts json)
  where run_id in (select id from inserted union all select run_id from locked)
  on conflict (run_id, seq) do nothing
), counted as (
  insert into run_count as stored (flow_id, started_quarter, process_id, total, failed)
  select flow_id, quarter, $6, sum(total)::integer, sum(failed)::integer
  from (
    select flow_id, quarter, 1 as total, (status = 'failed')::integer as failed
    from accepts join inserted using (id)
    union all
    select flow_id, quarter, 0, 1 from locked where status = 'failed'
  ) as part
  group by flow_id, quarter order by flow_id, quarter
  on conflict (started_quarter, flow_id, process_id) do update set
    total = stored.total + excluded.total, failed = stored.failed + excluded.failed
)
select accepts.id as "runId", claimed.run_id as winner, claimed.body_hash <> accepts.body_hash as conflict,
  false as "isCancelled"
from accepts join claimed using (flow_id, credential, key) where claimed.run_id <> accepts.id
union all
select run_id, null, false, false from changes where run_id not in (select run_id from locked)
union all
select run_id, null, false, true from locked where cancel_requested and finished_at is null`

/**
 * Parameters: accepted runs, changes of runs and steps as json lists; the lowest and highest id of the changed
 * runs; the process; the time by which de-duplication keys have expired. Answers the records that were not
 * simply stored, as `FlushException`.
 */
export const flushStatement: PreparedStatement = {
  name: 'flush_runs',
  types: ['json', 'json', 'json', 'uuid', 'uuid', 'uuid', 'timestamptz'],
  sql: flushSql,
}
