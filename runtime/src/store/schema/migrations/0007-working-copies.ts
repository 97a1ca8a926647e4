/**
 * Unsaved changes of people on the board, one copy per flow, user and browser; and the pages that have a flow open now.
 * `owner` is a kind and an id, since API tokens may keep copies, too.
 */
export const workingCopies: readonly string[] = [
  `create table working_copy (
    flow_id uuid not null references flow (id) on delete cascade,
    owner text not null,
    id uuid not null,
    revision integer not null,
    edit bigint not null,
    document json not null,
    modified_at timestamptz not null,
    primary key (flow_id, owner, id)
  )`,
  'create index working_copy_owner on working_copy (owner)',

  `create table presence (
    flow_id uuid not null references flow (id) on delete cascade,
    session uuid not null,
    owner text not null,
    name text not null,
    is_editing boolean not null,
    here_until timestamptz not null,
    primary key (flow_id, session)
  )`,
]
