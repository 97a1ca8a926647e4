/** Integrations that people have imported. One that is removed keeps its versions, so that their numbers go on rising. */
export const integrations: readonly string[] = [
  `create table integration (
    name text primary key, version int not null, removed_at timestamptz,
    created_at timestamptz not null, modified_at timestamptz not null, modified_by text not null
  )`,
  `create table integration_version (
    name text not null references integration (name), version int not null, manifest json not null,
    created_at timestamptz not null, created_by text not null,
    primary key (name, version)
  )`,
]
