/**
 * What has happened, for event webhooks, for flows that listen, and for `GET /api/v1/events`. An event is stored by the
 * transaction of the change that it tells of, and so are its deliveries to those who want its type at that moment.
 *
 * No foreign key leads to `event_subscriber`: a message must be stored although its receiver is removed at that moment.
 */
export const events: readonly string[] = [
  `create table event (
    seq bigint generated always as identity primary key,
    at timestamptz not null,
    type text not null,
    initiator text not null,
    content json not null,
    conversation_id uuid
  )`,
  // Events come in nearly in the order of time, so an index of page ranges is enough, and costs a commit nothing.
  'create index event_at on event using brin (at) with (pages_per_range = 16)',

  `create table event_subscriber (
    id uuid primary key,
    kind text not null,
    types text[] not null,
    is_active boolean not null
  )`,
  "insert into change_counter (name, value) values ('event-subscribers', 1)",
  `create function count_subscriber_change() returns trigger language plpgsql as $$
    begin
      update change_counter set value = value + 1 where name = 'event-subscribers';
      return null;
    end
  $$`,
  `create trigger subscriber_changed after insert or update or delete on event_subscriber
    for each statement execute function count_subscriber_change()`,

  `create table event_delivery (
    subscriber_id uuid not null,
    seq bigint not null,
    is_alias boolean not null default false,
    at timestamptz not null,
    state text not null default 'waiting',
    tries integer not null default 0,
    due_at timestamptz not null,
    last_answer text,
    primary key (subscriber_id, seq, is_alias)
  ) with (fillfactor = 80)`,
  "create index event_delivery_due on event_delivery (subscriber_id, due_at) where state = 'waiting'",

  `create table event_webhook (
    id uuid primary key references event_subscriber (id),
    name text not null,
    url text not null,
    state text not null,
    preset text not null,
    is_strict boolean not null,
    includes_text boolean not null,
    hold_days integer not null,
    username text,
    realm text,
    header_names json not null,
    sealed text not null,
    has_older_secret boolean not null default false,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    last_success_at timestamptz,
    failing_since timestamptz,
    warned_at timestamptz,
    off_reason text,
    claimed_by uuid,
    claimed_until timestamptz
  )`,
  'create unique index event_webhook_url on event_webhook (url)',

  `create table event_attempt (
    id uuid primary key,
    webhook_id uuid not null references event_webhook (id) on delete cascade,
    event_id text not null,
    type text not null,
    outcome text not null,
    tries integer not null,
    duration_ms integer not null,
    status integer,
    request json not null,
    response json,
    error text
  )`,
  'create index event_attempt_of on event_attempt (webhook_id, id)',

  // What a conversation was before the last message. Null until a message comes to one that is open.
  'alter table conversation add column status_before text',
]
