/**
 * Integration accounts, and the data of the Zapier account: its feed for polling, REST hook subscriptions and
 * deliveries. Feed items have no foreign key, because removing an account must not wait for its whole feed. Upkeep
 * removes items without a feed.
 */
export const accounts: readonly string[] = [
  `create table account (
    id uuid primary key,
    type text not null,
    name text not null,
    identity text,
    properties json not null,
    secrets json not null,
    created_at timestamptz not null,
    modified_at timestamptz not null,
    modified_by text not null
  )`,
  'create unique index account_identity on account (type, identity) where identity is not null',

  `create table zapier_feed (
    account_id uuid primary key references account (id) on delete cascade,
    last_seq bigint not null default 0,
    last_at timestamptz not null default 'epoch',
    total_bytes bigint not null default 0,
    polled_at timestamptz,
    missed bigint not null default 0
  ) with (fillfactor = 50)`,

  `create table zapier_item (
    account_id uuid not null,
    seq bigint not null,
    id text not null,
    event text not null,
    item text not null,
    at timestamptz not null,
    end_byte bigint not null,
    is_read boolean not null default false,
    primary key (account_id, seq),
    unique (account_id, id)
  )`,
  'create index zapier_item_event on zapier_item (account_id, event, seq)',
  'create index zapier_item_unread on zapier_item (account_id, seq) where not is_read',

  `create table zapier_hook (
    id uuid primary key,
    account_id uuid not null references account (id) on delete cascade,
    target text not null,
    target_hash text not null,
    host text not null,
    event text,
    created_at timestamptz not null,
    unique (account_id, target_hash)
  )`,

  `create table zapier_delivery (
    id uuid primary key,
    account_id uuid not null references account (id) on delete cascade,
    hook_id uuid,
    key text not null unique,
    target text,
    host text not null,
    event text not null,
    item text not null,
    status text not null,
    attempts integer not null default 0,
    due_at timestamptz,
    last_answer text,
    created_at timestamptz not null,
    ended_at timestamptz
  )`,
  'create index zapier_delivery_account on zapier_delivery (account_id, id)',
  "create index zapier_delivery_due on zapier_delivery (due_at) where status = 'waiting'",
  'create index zapier_delivery_ended on zapier_delivery (ended_at) where ended_at is not null',
]
