/**
 * When each Schedule of a live flow is due next, and which process does upkeep. A claim lets one process of all start
 * what is due. When that process dies, the claim expires, and the de-duplication key of the tick prevents a second
 * start.
 */
export const schedules: readonly string[] = [
  `create table schedule (
    flow_id uuid not null,
    node_id integer not null,
    version integer not null,
    rule text not null,
    next_at timestamptz,
    missed integer not null default 0,
    claimed_until timestamptz,
    primary key (flow_id, node_id)
  )`,
  'create index schedule_due on schedule (next_at) where next_at is not null',

  `create table lease (
    name text primary key,
    holder uuid not null,
    expires_at timestamptz not null
  )`,
]
