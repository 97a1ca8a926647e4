/**
 * `auth_user.role` holds all roles of a user, separated by commas: one role, as before, is such a list. A token that its
 * user made has no role of its own, and a user may have many; tokens made before keep theirs.
 */
export const rolesOfUsers: readonly string[] = [
  'alter table api_token alter column role drop not null',
  'alter table api_token drop constraint api_token_user_id_key',
  // The token that a user's programs signed in for: one each.
  'create unique index api_token_sign_in on api_token (user_id) where role is not null',
  'create index api_token_user on api_token (user_id)',

  // Whether people who answer are there. Without a row: not signed in.
  `create table agent_status (
    user_id text primary key references auth_user (id) on delete cascade,
    is_signed_in boolean not null,
    is_away boolean not null,
    reason text not null,
    changed_at timestamptz not null
  )`,
]
