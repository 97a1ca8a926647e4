/**
 * The channel of a run's address, and the provider's id of a message. A default fills the existing rows without
 * rewriting them. It also applies to rows of nodes of the version before, which know no other channel: their runs have
 * phone numbers. An inbound message is stored once per id of the provider.
 */
export const addresses: readonly string[] = [
  "alter table run add column channel text default 'sms'",
  `create type run_accept_2 as (
    id uuid, flow_id uuid, version integer, status text, trigger_node_id integer, trigger_type text, contact text,
    address text, input json, next_node_id integer, waiting_for text, due_at timestamptz, replay_of uuid,
    replay_from integer, credential text, key text, body_hash text, expires_at timestamptz,
    failed_step json, warning_count integer, error json, result json, finished_at timestamptz, channel text
  )`,
  'alter table message add column provider_id text',
  `update message set provider_id = substr(key, length('in:' || account_id || ':') + 1)
    where direction = 'in' and starts_with(key, 'in:' || account_id || ':')`,
  `create unique index message_provider on message (account_id, provider_id)
    where direction = 'in' and provider_id is not null`,
]
