/**
 * Contacts with fields. `fields` holds every field that has no column of its own, by key, in the form in which fields are
 * read. `search` holds the words by which a contact is found: those of its points come from `contact_point_words` alone,
 * those of its fields from `contact-words.ts` alone, and an empty filter on it costs no more than a walk along
 * `contact_recent`.
 *
 * `last_at` is when the contact was last heard of, to the minute: a list of 100,000 contacts is in this order, and a busy
 * conversation must not write its contact with every message.
 */
export const contacts: readonly string[] = [
  'alter table contact alter column fields drop default',
  'alter table contact alter column fields type jsonb using fields::jsonb',
  "alter table contact alter column fields set default '{}'",
  `alter table contact
    add column last_at timestamptz,
    add column search tsvector not null default ''`,

  // Numbers are found by every part of three digits or more: by the beginning of one of their endings.
  `create function contact_point_words(value text) returns tsvector language sql immutable parallel safe as $$
    select case when value ~ '^\\+?[0-9]{3,30}$' then (
        select array_to_tsvector(array_agg(right(digits, length)))
        from ltrim(value, '+') as digits, generate_series(3, length(digits)) as length)
      else array_to_tsvector(array_remove(
        left(lower(value), 200) || regexp_split_to_array(left(lower(value), 200), '[^a-z0-9]+'), '')) end
  $$`,
  `update contact set
    last_at = coalesce((
      select max(last_message_at) from conversation
      join contact_point as point on point.id = conversation.contact_point_id
      where point.contact_id = contact.id), created_at),
    search = array_to_tsvector(array_remove(regexp_split_to_array(lower(left(name, 1000)), '\\s+'), '')) || coalesce((
      select array_to_tsvector(array_agg(distinct word)) from contact_point as point,
        unnest(tsvector_to_array(contact_point_words(point.value))) as word
      where point.contact_id = contact.id), '')`,
  'alter table contact alter column last_at set not null',
  'create index contact_recent on contact (last_at, id)',
  // The list of entries that wait to be sorted in is read by every search, so it is kept short.
  'create index contact_search on contact using gin (search) with (gin_pending_list_limit = 128)',

  // Finds contacts by what a field holds.
  'create index contact_fields on contact using gin (fields jsonb_path_ops) with (fastupdate = off)',

  `create function contact_heard_of() returns trigger language plpgsql as $$
    begin
      update contact set last_at = new.last_message_at
        where id = (select contact_id from contact_point where id = new.contact_point_id)
          and last_at < new.last_message_at;
      return null;
    end
  $$`,
  `create trigger conversation_opened after insert on conversation
    for each row when (not starts_with(new.account_id, 'test:')) execute function contact_heard_of()`,
  `create trigger conversation_went_on after update of last_message_at on conversation
    for each row when (
      date_trunc('minute', new.last_message_at) > date_trunc('minute', old.last_message_at)
      and not starts_with(new.account_id, 'test:'))
    execute function contact_heard_of()`,

  // As before, but a contact that comes back after it was erased is named again.
  `create or replace function record_consent(given_id uuid, given_at timestamptz, given_point uuid, given_address text,
    given_channel text, given_contact text, given_state text, given_source text, given_detail text)
    returns void language plpgsql as $$
    declare changed bigint;
    begin
      update change_counter set value = value + 1 where name = 'consent' returning value into changed;
      insert into consent_log (id, at, contact_point_id, address, channel, contact, state, source, detail)
        values (given_id, given_at, given_point, given_address, given_channel, given_contact, given_state, given_source,
          given_detail)
        on conflict do nothing;
      if not found then return; end if;
      insert into consent as held (id, contact_point_id, address, channel, contact, state, since, source, detail,
          revision)
        values (given_id, given_point, given_address, given_channel, given_contact, given_state, given_at, given_source,
          given_detail, changed)
        on conflict (contact_point_id, address) do update set contact = excluded.contact,
          state = excluded.state, since = excluded.since, source = excluded.source, detail = excluded.detail,
          revision = excluded.revision;
      if given_state = 'in' and given_address = '' then
        update consent set state = 'in', since = given_at, source = given_source, detail = given_detail,
            revision = changed
          where contact_point_id = given_point and address <> '' and state = 'out';
      end if;
    end
  $$`,

  `create table contact_field (
    key text primary key,
    label text not null,
    kind text not null,
    created_at timestamptz not null
  )`,

  `create table contact_external_id (
    source text not null,
    external_id text not null,
    contact_id uuid not null,
    url text,
    modified_at timestamptz not null,
    primary key (source, external_id)
  )`,
  'create index contact_external_id_contact on contact_external_id (contact_id)',

  `create table contact_change (
    id uuid primary key,
    contact_id uuid not null,
    kind text not null,
    author text not null,
    detail jsonb not null
  )`,
  'create index contact_change_contact on contact_change (contact_id, id)',

  `create table audit_entry (
    id uuid primary key,
    author text not null,
    action text not null,
    subject text not null,
    detail jsonb not null
  )`,
]
