/**
 * For several nodes on one database. `webhook_path` makes one flow of all answer a path. `change_counter` says whether
 * the live flows that a node has in memory are those of the database: it rises with every change of what serves
 * arriving events, in whichever process. Its trigger is deferred to the end of the transaction, so that no transaction
 * holds the counter while it waits for something else.
 */
export const cluster: readonly string[] = [
  `create table webhook_path (
    path text primary key,
    flow_id uuid not null references flow (id) on delete cascade
  )`,
  'create index webhook_path_flow on webhook_path (flow_id)',
  `insert into webhook_path (path, flow_id)
    select node -> 'inputs' ->> 'path', flow.id
    from flow
    join flow_version as live on live.flow_id = flow.id and live.version = flow.live_version
    cross join lateral json_array_elements(live.document -> 'nodes') as node
    where flow.deleted_at is null and node ->> 'type' = 'webhook' and node -> 'inputs' ->> 'path' <> ''
    order by flow.id
    on conflict (path) do nothing`,

  `create table change_counter (
    name text primary key,
    value bigint not null
  )`,
  "insert into change_counter (name, value) values ('live-flows', 1)",
  `create function count_live_flows_change() returns trigger language plpgsql as $$
    begin
      update change_counter set value = value + 1 where name = 'live-flows';
      return null;
    end
  $$`,
  `create constraint trigger live_flow_changed after update of live_version, live_at, paused, deleted_at on flow
    deferrable initially deferred for each row
    when (row(old.live_version, old.live_at, old.paused, old.deleted_at)
      is distinct from row(new.live_version, new.live_at, new.paused, new.deleted_at))
    execute function count_live_flows_change()`,
  `create constraint trigger live_number_changed after update of flow_id on address
    deferrable initially deferred for each row when (old.flow_id is distinct from new.flow_id)
    execute function count_live_flows_change()`,
  `create constraint trigger live_number_removed after delete on address
    deferrable initially deferred for each row when (old.flow_id is not null)
    execute function count_live_flows_change()`,
]
