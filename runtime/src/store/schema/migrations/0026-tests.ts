/**
 * Runs that test a draft. Such a draft is a version below zero: minus the revision it was saved as. The indexes hold such
 * runs only: for their list, and for finding whether a version is still in use.
 */
export const tests: readonly string[] = [
  'alter table run add column test json',
  `create type run_accept_4 as (
    id uuid, flow_id uuid, version integer, status text, trigger_node_id integer, trigger_type text, contact text,
    address text, input json, next_node_id integer, waiting_for text, due_at timestamptz, replay_of uuid,
    replay_from integer, credential text, key text, body_hash text, expires_at timestamptz,
    failed_step json, warning_count integer, error json, result json, finished_at timestamptz, channel text,
    parent_id uuid, parent json, has_exit boolean, test json
  )`,
  'create index run_test on run (id) where test is not null',
  'create index run_test_version on run (flow_id, version) where test is not null',
]
