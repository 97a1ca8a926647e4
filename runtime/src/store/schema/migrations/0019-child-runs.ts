/**
 * Runs that a run has started. `parent_id` is that run, `parent` which visit of which of its actions has started this
 * one, and whether it waits for it. `has_exit`: something has to be started once it has ended. The indexes hold such runs only: those of a run in order, those that are not over,
 * those that ended badly, and the runs that wait for others.
 */
export const childRuns: readonly string[] = [
  'alter table run add column parent_id uuid',
  'alter table run add column parent json',
  'alter table run add column has_exit boolean',
  `create type run_accept_3 as (
    id uuid, flow_id uuid, version integer, status text, trigger_node_id integer, trigger_type text, contact text,
    address text, input json, next_node_id integer, waiting_for text, due_at timestamptz, replay_of uuid,
    replay_from integer, credential text, key text, body_hash text, expires_at timestamptz,
    failed_step json, warning_count integer, error json, result json, finished_at timestamptz, channel text,
    parent_id uuid, parent json, has_exit boolean
  )`,
  'create index run_child on run (parent_id, id) where parent_id is not null',
  `create index run_child_open on run (parent_id, id)
    where parent_id is not null and status in ('queued', 'running', 'waiting')`,
  `create index run_child_bad on run (parent_id)
    where parent_id is not null and status in ('failed', 'cancelled')`,
  "create index run_parent on run (id) where status = 'waiting' and waiting_for = 'run'",
  'create index run_exit on run (id) where has_exit and finished_at is not null',
]
