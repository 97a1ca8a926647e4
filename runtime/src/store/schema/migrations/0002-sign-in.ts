/** The tables of better-auth with its admin plugin, in snake_case (see `auth-tables.ts`). */
export const signIn: readonly string[] = [
  `create table auth_user (
    id text primary key,
    name text not null,
    email text not null unique,
    email_verified boolean not null default false,
    image text,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    role text,
    banned boolean default false,
    ban_reason text,
    ban_expires timestamptz
  )`,

  `create table auth_session (
    id text primary key,
    expires_at timestamptz not null,
    token text not null unique,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now(),
    ip_address text,
    user_agent text,
    user_id text not null references auth_user (id) on delete cascade,
    impersonated_by text
  )`,
  'create index auth_session_user on auth_session (user_id)',

  `create table auth_account (
    id text primary key,
    account_id text not null,
    provider_id text not null,
    user_id text not null references auth_user (id) on delete cascade,
    access_token text,
    refresh_token text,
    id_token text,
    access_token_expires_at timestamptz,
    refresh_token_expires_at timestamptz,
    scope text,
    password text,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
  )`,
  'create index auth_account_user on auth_account (user_id)',

  `create table auth_verification (
    id text primary key,
    identifier text not null,
    value text not null,
    expires_at timestamptz not null,
    created_at timestamptz not null default now(),
    updated_at timestamptz not null default now()
  )`,
  'create index auth_verification_identifier on auth_verification (identifier)',
]
