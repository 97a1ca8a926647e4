/**
 * What the inbox shows of a conversation is kept in its row, by the statement that stores a message, so that a list reads
 * no messages and counts nothing. Notes, and what people did, stand in the thread beside the messages: their ids are
 * UUIDv7, too, and give the one order.
 */
export const inbox: readonly string[] = [
  `alter table conversation
    add column assignee text,
    add column waits_since timestamptz,
    add column in_count integer not null default 0,
    add column read_count integer not null default 0,
    add column preview text not null default '',
    add column preview_type text,
    add column preview_by text not null default 'contact',
    add column snoozed_until timestamptz,
    add column last_in_at timestamptz`,
  `update conversation set preview = last.preview, preview_type = last.preview_type, preview_by = last.preview_by
    from (
      select distinct on (conversation_id) conversation_id, left(coalesce(content ->> 'text', ''), 160) as preview,
        content #>> '{media,0,type}' as preview_type,
        case when direction = 'in' then 'contact' when author is null then 'flow' else 'person' end as preview_by
      from message order by conversation_id, id desc
    ) as last where last.conversation_id = conversation.id`,
  'create index conversation_recent on conversation (last_message_at, id)',
  "create index conversation_closed on conversation (last_message_at, id) where status = 'closed'",
  "create index conversation_assignee on conversation (assignee) where assignee is not null and status <> 'closed'",
  `create index conversation_unassigned on conversation ((coalesce(waits_since, '9999-01-01Z'::timestamptz)), id)
    where status <> 'closed' and assignee is null and (is_with_person or waits_since is not null)`,
  'create index conversation_snoozed on conversation (snoozed_until) where snoozed_until is not null',

  `create table conversation_item (
    id uuid primary key,
    conversation_id uuid not null,
    kind text not null,
    author text not null,
    detail json not null
  )`,
  'create index conversation_item_place on conversation_item (conversation_id, id)',

  `create table conversation_seen (
    conversation_id uuid not null,
    owner text not null,
    in_count integer not null,
    primary key (conversation_id, owner)
  )`,

  `create table topic (
    id uuid primary key,
    name text not null,
    color text not null
  )`,
  'create unique index topic_name on topic (lower(name))',
  `create table conversation_topic (
    conversation_id uuid not null,
    topic_id uuid not null references topic on delete cascade,
    primary key (conversation_id, topic_id)
  )`,
  'create index conversation_topic_of on conversation_topic (topic_id)',

  // What people answer, until it is sent and stored as a message.
  `create table answer (
    id uuid primary key,
    place uuid not null,
    conversation_id uuid not null,
    author text not null,
    content json not null,
    state text not null,
    error json,
    tries integer not null default 0,
    due_at timestamptz,
    closes boolean not null default false
  )`,
  'create index answer_place on answer (conversation_id, place)',
  "create index answer_open on answer (id) where state in ('queued', 'sending')",
]
