/** Long texts that Vonage sends in parts: the parts of one text until all of them have come, and who has come late. */
export const messageParts: readonly string[] = [
  `create table vonage_parts (
    account_id text not null,
    contact text not null,
    address text not null,
    ref text not null,
    total integer not null,
    parts jsonb not null,
    begun_at timestamptz not null,
    closed_at timestamptz,
    primary key (account_id, contact, address, ref)
  )`,
  'create index vonage_parts_begun on vonage_parts (begun_at)',
]
