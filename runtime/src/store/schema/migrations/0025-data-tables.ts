/**
 * Tables of people's own data. A row holds its cells as JSON by the ids of columns: `cells` as they were entered, `compared`
 * in the form in which they are compared, so that an index finds every cell by its value. Every change of a table or of its
 * rows locks the row of the table first, so two changes of one table never mix.
 *
 * `data_step` notes which steps of runs have changed rows, in the commit of the change.
 */
export const dataTables: readonly string[] = [
  `create table data_table (
    id text primary key,
    name text not null,
    columns jsonb not null,
    key_column text,
    row_count integer not null default 0,
    created_at timestamptz not null,
    modified_at timestamptz not null,
    modified_by text not null
  )`,
  'create unique index data_table_name on data_table (lower(name))',
  `create function data_row_search(compared jsonb) returns text language sql immutable parallel safe as $$
    select coalesce(string_agg(value #>> '{}', E'\\n'), '') from jsonb_each(compared)
      where jsonb_typeof(value) <> 'boolean'
  $$`,
  `create table data_row (
    table_id text not null references data_table on delete cascade,
    id uuid not null,
    key text,
    cells jsonb not null,
    compared jsonb not null,
    search text not null generated always as (data_row_search(compared)) stored,
    modified_at timestamptz not null,
    primary key (table_id, id)
  )`,
  'create unique index data_row_key on data_row (table_id, key) where key is not null',
  // Without a pending list, which every search would have to read.
  'create index data_row_compared on data_row using gin (compared jsonb_path_ops) with (fastupdate = off)',
  `create table data_step (
    key text primary key,
    run_id uuid not null,
    at timestamptz not null,
    result jsonb not null
  )`,
  'create index data_step_at on data_step (at)',
]
