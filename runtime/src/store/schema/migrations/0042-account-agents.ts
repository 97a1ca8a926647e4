/** People who work in the services of accounts. Who has the e-mail address of a user is found when it is asked for. */
export const accountAgents: readonly string[] = [
  `create table account_agent (
    account_id uuid not null references account (id) on delete cascade, external_id text not null,
    is_number boolean not null, name text not null, email text not null,
    user_id text references auth_user (id) on delete set null, is_ignored boolean not null default false,
    seen_at timestamptz not null, unseen_since timestamptz,
    primary key (account_id, external_id)
  )`,
  'create index account_agent_user on account_agent (user_id) where user_id is not null',
]
