/**
 * The inbox for several people at once. `presence` is of flows and of conversations. `conversation_mention` has the latest
 * note in which somebody was named, and whether it was read.
 *
 * Words of messages and notes are found by an index over the text alone, so that nothing is stored twice; what follows
 * after the first 8,000 characters is not found. The list of entries that wait to be sorted in is read by every search, so
 * it is kept short.
 */
export const inboxTogether: readonly string[] = [
  'alter table presence drop constraint presence_flow_id_fkey',
  'alter table presence rename column flow_id to subject_id',

  `create table saved_reply (
    id uuid primary key,
    name text not null,
    text text not null,
    modified_at timestamptz not null
  )`,
  'create unique index saved_reply_name on saved_reply (lower(name))',

  `create table conversation_mention (
    owner text not null,
    conversation_id uuid not null,
    item_id uuid not null,
    is_read boolean not null default false,
    primary key (owner, conversation_id)
  )`,

  `create index message_words on message using gin (to_tsvector('simple', left(coalesce(content ->> 'text', ''), 8000)))
    with (gin_pending_list_limit = 128)`,
  `create index conversation_item_words on conversation_item
    using gin (to_tsvector('simple', left(coalesce(detail ->> 'text', ''), 8000)))
    with (gin_pending_list_limit = 128) where kind = 'note'`,

  'drop index conversation_assignee',
  `create index conversation_assignee on conversation (assignee, (coalesce(waits_since, '9999-01-01Z'::timestamptz)), id)
    where assignee is not null and status <> 'closed'`,
]
