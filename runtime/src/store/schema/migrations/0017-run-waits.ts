/**
 * A wait for something outside is found by a key, such as the one of a conversation for a reply or of a message for its
 * receipt. `reported_at` is when the service saw what the last receipt says.
 */
export const runWaits: readonly string[] = [
  `create table run_wait (
    key text not null,
    run_id uuid not null,
    wait_no integer not null,
    asked_at timestamptz not null,
    expires_at timestamptz not null,
    primary key (key, run_id, wait_no)
  )`,
  `insert into run_wait (key, run_id, wait_no, asked_at, expires_at)
    select 'reply ' || contact_point_id || ' ' || address, run_id, wait_no, asked_at, expires_at from reply_wait`,
  'drop table reply_wait',
  'drop type reply_wait_record',
  `create type run_wait_record as (
    run_id uuid, key text, asked_at timestamptz, expires_at timestamptz
  )`,
  'alter table message_key add column reported_at timestamptz',
]
