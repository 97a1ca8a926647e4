/**
 * The first schema. `run` and `run_step` are partitioned by the time in their UUIDv7, one partition per day
 * (`partitions.ts`), so that old days are dropped instead of deleted. No foreign keys refer to `run`: a flush changes
 * many runs, and the run writer alone writes them. Values are `json`, never `jsonb`: `jsonb` re-orders keys, and "first
 * match in document order" must survive a restart.
 */
export const start: readonly string[] = [
  `create table flow (
    id uuid primary key,
    name text not null,
    document json not null,
    revision integer not null,
    live_version integer,
    live_at timestamptz,
    paused boolean not null default false,
    last_node_id integer not null,
    created_at timestamptz not null,
    modified_at timestamptz not null,
    modified_by text not null,
    deleted_at timestamptz
  )`,
  'create index flow_modified on flow (modified_at desc, id desc) where deleted_at is null',

  `create table flow_version (
    flow_id uuid not null references flow (id),
    version integer not null,
    document json not null,
    deployed_at timestamptz not null,
    deployed_by text not null,
    primary key (flow_id, version)
  )`,

  `create table secret (
    id uuid primary key,
    flow_id uuid,
    host text,
    sealed text not null,
    created_at timestamptz not null
  )`,
  'create index secret_flow on secret (flow_id)',

  `create table address (
    channel text not null,
    value text not null,
    account_id text not null,
    label text not null,
    capabilities json not null,
    flow_id uuid references flow (id),
    created_at timestamptz not null,
    primary key (channel, value)
  )`,
  'create index address_flow on address (flow_id) where flow_id is not null',

  `create table run (
    id uuid primary key,
    flow_id uuid not null,
    version integer not null,
    epoch integer not null,
    owner_id uuid,
    status text not null,
    trigger_node_id integer not null,
    trigger_type text not null,
    contact text,
    address text,
    input json not null,
    next_node_id integer,
    cancel_requested boolean not null default false,
    waiting_for text,
    due_at timestamptz,
    wait_no integer not null default 0,
    failed_step json,
    warning_count integer not null default 0,
    error json,
    result json,
    finished_at timestamptz
  ) partition by range (id)`,
  'create index run_flow on run (flow_id, id)',
  'create index run_contact on run (contact, id) where contact is not null',
  // Each index contains few rows: open runs, and runs that ended badly, which people search for among many successful
  // ones.
  "create index run_open on run (status, id) where status in ('queued', 'running', 'waiting')",
  "create index run_open_flow on run (flow_id) where status in ('queued', 'running', 'waiting')",
  "create index run_bad on run (status, id) where status in ('failed', 'cancelled')",
  "create index run_bad_flow on run (flow_id, status, id) where status in ('failed', 'cancelled')",
  'create table run_default partition of run default',

  `create table run_step (
    run_id uuid not null,
    seq integer not null,
    epoch integer not null,
    node_id integer not null,
    visit integer not null,
    type text not null,
    name text not null,
    exit text,
    inputs json not null,
    outputs json not null,
    variables json not null,
    warnings json not null,
    error json,
    started_at timestamptz not null,
    duration_ms double precision not null,
    primary key (run_id, seq)
  ) partition by range (run_id)`,
  'create table run_step_default partition of run_step default',

  `create table run_count (
    flow_id uuid not null,
    started_quarter timestamptz not null,
    process_id uuid not null,
    total integer not null,
    failed integer not null,
    primary key (started_quarter, flow_id, process_id)
  )`,

  `create table dedupe_key (
    flow_id uuid not null,
    credential text not null,
    key text not null,
    body_hash text not null,
    run_id uuid not null,
    expires_at timestamptz not null,
    primary key (flow_id, credential, key)
  )`,
  'create index dedupe_key_expiry on dedupe_key (expires_at)',

  `create table process (
    id uuid primary key,
    host text not null,
    pid integer not null,
    version text not null,
    started_at timestamptz not null,
    heartbeat_at timestamptz not null
  )`,

  `create table message (
    id uuid primary key,
    channel text not null,
    account_id text not null,
    address text not null,
    contact text not null,
    direction text not null,
    text text not null,
    media_urls json not null,
    status text not null,
    at timestamptz not null,
    run_id uuid,
    key text unique
  )`,
  'create index message_conversation on message (contact, address, id)',
  'create index message_address on message (address, id)',
  'create index message_account on message (account_id, id)',

  `create table api_token (
    id uuid primary key,
    name text not null,
    role text not null,
    hash text not null unique,
    created_at timestamptz not null,
    created_by text not null,
    expires_at timestamptz,
    last_used_at timestamptz
  )`,

  `create table setting (
    key text primary key,
    value json not null
  )`,
]
