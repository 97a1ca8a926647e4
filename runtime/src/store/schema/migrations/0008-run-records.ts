/**
 * The rows that the run writer sends: the parameters of its statement are lists of them. While a newer version starts,
 * nodes of the version before still use these types, so a record that needs more gets a type with a new name.
 */
export const runRecords: readonly string[] = [
  `create type run_accept as (
    id uuid, flow_id uuid, version integer, status text, trigger_node_id integer, trigger_type text, contact text,
    address text, input json, next_node_id integer, waiting_for text, due_at timestamptz, replay_of uuid,
    replay_from integer, credential text, key text, body_hash text, expires_at timestamptz,
    failed_step json, warning_count integer, error json, result json, finished_at timestamptz
  )`,
  `create type run_change as (
    run_id uuid, epoch integer, status text, next_node_id integer, waiting_for text,
    due_at timestamptz, wait json, is_new_wait boolean, failed_step json, warning_count integer, error json,
    result json, finished_at timestamptz
  )`,
  `create type run_step_record as (
    run_id uuid, seq integer, epoch integer, node_id integer, visit integer, type text, name text, exit text,
    inputs json, outputs json, variables json, warnings json, error json, started_at timestamptz,
    duration_ms double precision, attempts json
  )`,
]
