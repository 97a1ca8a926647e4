/**
 * Tokens of accounts, which all processes share. A process that asks for a token has a claim on the row for that time; its
 * answer is written only while the claim is its own. `revision` rises with each answer, so that a process that has read
 * an older row asks for nothing.
 */
export const accountTokens: readonly string[] = [
  `create table account_token (
    account_id uuid primary key references account (id) on delete cascade,
    client text not null,
    sealed text,
    state text not null,
    expires_at timestamptz,
    renew_at timestamptz,
    is_kept boolean not null,
    rejected_at timestamptz,
    problem text,
    ask_again_at timestamptz,
    revision integer not null default 0,
    claim uuid,
    claimed_until timestamptz
  )`,
  'create index account_token_renew on account_token (renew_at) where is_kept',

  // A person on the way to the service of an account and back.
  `create table account_connecting (
    state_hash text primary key,
    account_id uuid not null references account (id) on delete cascade,
    session_id text not null,
    sealed text not null,
    expires_at timestamptz not null
  )`,
]
