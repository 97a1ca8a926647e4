/**
 * Synchronization of the people of outside services: where it stands by account and subject, and what a whole one has seen so
 * far. `run` and `checkpoint` are JSON in text, because they go back to the service exactly as they came.
 */
export const directories: readonly string[] = [
  `create table directory_sync (
    account_id uuid not null references account (id) on delete cascade,
    subject text not null,
    is_on boolean not null,
    checkpoint text,
    run text,
    whole boolean not null default false,
    pages integer not null default 0,
    claimed_by uuid,
    claimed_until timestamptz,
    due_at timestamptz,
    started_at timestamptz,
    ended_at timestamptz,
    trying_since timestamptz,
    tries integer not null default 0,
    failures integer not null default 0,
    outcome text,
    message text not null default '',
    counts json not null default '{}',
    problems json not null default '[]',
    primary key (account_id, subject)
  )`,
  `create table directory_seen (
    account_id uuid not null references account (id) on delete cascade,
    external_id text not null,
    primary key (account_id, external_id)
  )`,
  'alter table contact_external_id add column synced jsonb, add column unseen_since timestamptz',
]
