/**
 * Which contacts may be written to, and an append-only log of how that came about. An address of '' means all of ours.
 *
 * `record_consent` is the only writer. The row of the counter is locked until the commit, so that revisions become
 * visible in their order, and a process that reads those above the last one it knows misses none. Each log id counts
 * once, so a change may be recorded again after a crash.
 *
 * A word of consent is recorded in the commit that stores its message. The embedded database stores messages in its
 * journal first, so the process records the word itself as well.
 */
export const consent: readonly string[] = [
  `create table consent (
    id uuid primary key,
    contact_point_id uuid not null,
    address text not null,
    channel text not null,
    contact text not null,
    state text not null,
    since timestamptz not null,
    source text not null,
    detail text not null,
    revision bigint not null,
    unique (contact_point_id, address)
  )`,
  'create index consent_revision on consent (revision)',
  'create index consent_since on consent (since desc, id desc)',
  `create table consent_log (
    id uuid primary key,
    at timestamptz not null,
    contact_point_id uuid not null,
    address text not null,
    channel text not null,
    contact text not null,
    state text not null,
    source text not null,
    detail text not null
  )`,
  'create index consent_log_contact_point on consent_log (contact_point_id, id)',
  "insert into change_counter (name, value) values ('consent', 1)",

  `create function record_consent(given_id uuid, given_at timestamptz, given_point uuid, given_address text,
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
        on conflict (contact_point_id, address) do update set
          state = excluded.state, since = excluded.since, source = excluded.source, detail = excluded.detail,
          revision = excluded.revision;
      if given_state = 'in' and given_address = '' then
        update consent set state = 'in', since = given_at, source = given_source, detail = given_detail,
            revision = changed
          where contact_point_id = given_point and address <> '' and state = 'out';
      end if;
    end
  $$`,
  `create function record_consent_word() returns trigger language plpgsql as $$
    declare point uuid;
    begin
      select contact_point_id into point from conversation where id = new.conversation_id;
      perform record_consent(new.id, new.at, point, '', new.channel, new.contact,
        case new.status when 'opted-out' then 'out' else 'in' end, 'word', left(new.content ->> 'text', 40));
      return null;
    end
  $$`,
  // At the end of the transaction, so that the counter is locked for a moment only and after all other rows.
  `create constraint trigger consent_word after insert on message deferrable initially deferred
    for each row when (new.status in ('opted-out', 'opted-in')) execute function record_consent_word()`,
]
