/**
 * Contacts, conversations, and messages of both sides. Messages are kept by day, as runs are. A message is written by
 * the statement that stores what it causes, so its rows travel as a composite type, like those of runs.
 *
 * A contact point's id is made of its channel, account and value, so that no process has to look it up. The ids made
 * here must equal those of `contactPointId`. `message_key` keeps what a service calls a message, for a limited time:
 * with it a repeated message is recognised, and a receipt finds its message, whichever of the two arrives first.
 */
export const conversations: readonly string[] = [
  `create table contact (
    id uuid primary key,
    name text not null default '',
    language text,
    time_zone text,
    fields json not null default '{}',
    created_at timestamptz not null,
    modified_at timestamptz not null
  )`,

  `create table contact_point (
    id uuid primary key,
    contact_id uuid not null,
    channel text not null,
    account_id text not null,
    value text not null,
    created_at timestamptz not null,
    unique (channel, account_id, value)
  )`,
  'create index contact_point_contact on contact_point (contact_id)',

  // Every message changes a row: free space in its page keeps these changes out of the indexes.
  `create table conversation (
    id uuid primary key,
    contact_point_id uuid not null,
    channel text not null,
    account_id text not null,
    address text not null,
    status text not null,
    is_with_person boolean not null default false,
    opened_at timestamptz not null,
    closed_at timestamptz,
    last_message_at timestamptz not null,
    last_run_id uuid,
    last_process_id uuid,
    previous_run_id uuid
  ) with (fillfactor = 70)`,
  `create unique index conversation_open on conversation (contact_point_id, address) where status <> 'closed'`,
  'create index conversation_contact_point on conversation (contact_point_id, id)',

  'alter table message rename to message_before',
  'alter table message_before rename constraint message_pkey to message_before_pkey',
  'alter table message_before rename constraint message_key_key to message_before_key',
  'drop index message_conversation, message_address, message_account, message_provider',

  `create table message (
    id uuid primary key,
    conversation_id uuid not null,
    channel text not null,
    account_id text not null,
    address text not null,
    contact text not null,
    direction text not null,
    content json not null,
    status text not null,
    error json,
    at timestamptz not null,
    run_id uuid,
    node_id integer,
    author text,
    provider_id text
  ) partition by range (id)`,
  'create table message_default partition of message default',
  'create index message_conversation on message (conversation_id, id)',
  'create index message_contact on message (contact, address, id)',
  'create index message_account on message (account_id, id)',

  `create table message_key (
    account_id text not null,
    direction text not null,
    provider_id text not null,
    message_id uuid,
    run_id uuid,
    status text,
    error json,
    expires_at timestamptz not null,
    primary key (account_id, provider_id, direction)
  )`,
  'create index message_key_expiry on message_key (expires_at)',

  `create table reply_wait (
    contact_point_id uuid not null,
    address text not null,
    run_id uuid not null,
    wait_no integer not null,
    asked_at timestamptz not null,
    expires_at timestamptz not null,
    primary key (contact_point_id, address, run_id, wait_no)
  )`,

  `create type message_record as (
    id uuid, conversation_id uuid, contact_point_id uuid, channel text, account_id text, contact_account text,
    address text, contact text, direction text, content json, status text, error json, at timestamptz, run_id uuid,
    node_id integer, author text, provider_id text, expires_at timestamptz
  )`,
  `create type reply_wait_record as (
    run_id uuid, contact_point_id uuid, address text, asked_at timestamptz, expires_at timestamptz
  )`,

  `insert into contact_point (id, contact_id, channel, account_id, value, created_at)
    select id, id, channel, '', contact, at from (
      select left(encode(sha256(convert_to(channel || chr(10) || chr(10) || contact, 'UTF8')), 'hex'), 32)::uuid as id,
        channel, contact, min(at) as at
      from message_before group by channel, contact
    ) as point`,
  `insert into contact (id, created_at, modified_at) select contact_id, created_at, created_at from contact_point`,
  `insert into conversation (id, contact_point_id, channel, account_id, address, status, opened_at, last_message_at)
    select gen_random_uuid(), point.id, point.channel, (array_agg(message.account_id order by message.id desc))[1],
      message.address, 'open', min(message.at), max(message.at)
    from message_before as message
    join contact_point as point on point.channel = message.channel and point.value = message.contact
    group by point.id, point.channel, message.address`,
  `insert into message (id, conversation_id, channel, account_id, address, contact, direction, content, status, at,
      run_id, provider_id)
    select message.id, conversation.id, message.channel, message.account_id, message.address, message.contact,
      message.direction,
      json_build_object('text', message.text, 'media', (
        select coalesce(json_agg(json_build_object('url', url) order by number), '[]'::json)
        from json_array_elements_text(message.media_urls) with ordinality as media (url, number)
      )),
      message.status, message.at, message.run_id, message.provider_id
    from message_before as message
    join contact_point as point on point.channel = message.channel and point.value = message.contact
    join conversation on conversation.contact_point_id = point.id and conversation.address = message.address`,
  `insert into message_key (account_id, direction, provider_id, message_id, run_id, expires_at)
    select distinct on (account_id, direction, provider_id)
      account_id, direction, provider_id, id, run_id, now() + interval '7 days'
    from message_before where provider_id is not null
    order by account_id, direction, provider_id, id`,
  'drop table message_before',

  // Processes remember accounts and the owners of addresses until this counter rises.
  "insert into change_counter (name, value) values ('accounts', 1)",
  `create function count_accounts_change() returns trigger language plpgsql as $$
    begin
      update change_counter set value = value + 1 where name = 'accounts';
      return null;
    end
  $$`,
  `create constraint trigger account_changed after update or delete on account
    deferrable initially deferred for each row execute function count_accounts_change()`,
  `create constraint trigger address_moved after update of account_id on address
    deferrable initially deferred for each row execute function count_accounts_change()`,
  `create constraint trigger address_removed after delete on address
    deferrable initially deferred for each row execute function count_accounts_change()`,
]
