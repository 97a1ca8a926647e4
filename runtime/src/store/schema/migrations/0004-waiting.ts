/**
 * Runs that wait, steps that were tried several times, runs that repeat another one, and alerts about failures. `wait`
 * is what the waiting step needs to continue, `wake` what ended its wait. Both are null while no step waits.
 */
export const waiting: readonly string[] = [
  'alter table run add column wait json',
  'alter table run add column wake json',
  'alter table run add column replay_of uuid',
  'alter table run add column replay_from integer',
  'alter table run_step add column attempts json',
  "create index run_due on run (due_at) where status = 'waiting' and due_at is not null",
  "create index run_held on run (flow_id, id) where status = 'waiting' and waiting_for = 'resume'",

  `create table failure_alert (
    flow_id uuid not null,
    kind text not null,
    last_at timestamptz not null,
    primary key (flow_id, kind)
  )`,
]
