/**
 * Files of messages. `media` says what is known of each, and its bytes are in the rows of `media_part`, which are kept by
 * day as messages are, by the time in the file's id.
 *
 * A received message names its files, with their ids, from the start. The trigger enters them in the commit that stores
 * the message, so none is forgotten; a file that was uploaded before is only given its message. When the content of a
 * message changes, the files that it no longer has go.
 */
export const media: readonly string[] = [
  `create table media (
    id uuid primary key,
    message_id uuid,
    run_id uuid,
    account_id text,
    source json not null default '{}',
    state text not null,
    type text,
    name text,
    bytes integer,
    problem text,
    tries integer not null default 0,
    due_at timestamptz
  )`,
  'create index media_due on media (due_at) where due_at is not null',
  'create index media_message on media (message_id) where message_id is not null',
  'create index media_run on media (run_id) where run_id is not null',
  `create index media_stored on media (id) include (bytes) where state = 'stored'`,

  `create table media_part (
    media_id uuid not null,
    number integer not null,
    bytes bytea not null,
    primary key (media_id, number)
  ) partition by range (media_id)`,
  // Pictures and films are packed already.
  'alter table media_part alter column bytes set storage external',
  'create table media_part_default partition of media_part default',

  `create function enter_media() returns trigger language plpgsql as $$
    declare
      files json := coalesce(new.content -> 'media', '[]');
      named uuid[] := array(
        select (file ->> 'id')::uuid from json_array_elements(files) as file where file ->> 'id' is not null);
    begin
      if tg_op = 'UPDATE' then
        delete from media_part where media_id in (
          select id from media where message_id = new.id and id <> all (named));
        delete from media where message_id = new.id and id <> all (named);
      end if;
      insert into media (id, message_id, run_id, account_id, source, state, due_at)
        select distinct on (file ->> 'id') (file ->> 'id')::uuid, new.id, new.run_id, new.account_id, file, 'wanted',
          new.at
        from json_array_elements(files) as file where file ->> 'id' is not null
        on conflict (id) do update set message_id = excluded.message_id, run_id = excluded.run_id,
          account_id = excluded.account_id
          where media.message_id is null;
      return null;
    end
  $$`,
  `create trigger media_received after insert on message
    for each row when (new.direction = 'in' and json_typeof(new.content -> 'media') = 'array')
    execute function enter_media()`,
  `create trigger media_changed after update of content on message
    for each row when (new.direction = 'in') execute function enter_media()`,
]
