interface UndoneMigration {
  readonly name: string
  readonly statements: readonly string[]
  /** A part of each statement of the migration, at which a process may be killed. */
  readonly places: readonly string[]
}

/** How the migrations of the version that is being made are taken back, the newest first. */
export const undo: readonly UndoneMigration[] = [
  {
    name: '0046-types-of-ids',
    statements: [
      `update contact_external_id set synced = synced || '{"isNumber":true}' where is_number and synced is not null`,
      'alter table contact_external_id drop column is_number',
    ],
    places: ['add column is_number', 'set is_number = true'],
  },
  {
    name: '0045-picture-problems',
    // Pictures that were marked as not looked for yet stay so.
    statements: ['alter table integration_picture drop column problem'],
    places: ['alter table integration_picture add', 'update integration_picture set'],
  },
  {
    name: '0044-attention-kinds',
    statements: ['alter table account drop column attention_kind'],
    places: ['add column attention_kind', 'alter column attention_kind'],
  },
  {
    name: '0043-integration-pictures',
    statements: ['drop table integration_picture'],
    places: ['create table integration_picture'],
  },
  {
    name: '0042-account-agents',
    statements: ['drop table account_agent'],
    places: ['create table account_agent', 'create index account_agent_user'],
  },
  {
    name: '0041-directories',
    statements: [
      'alter table contact_external_id drop column synced, drop column unseen_since',
      'drop table directory_seen, directory_sync',
    ],
    places: [
      'create table directory_sync',
      'create table directory_seen',
      'alter table contact_external_id add column',
    ],
  },
  {
    name: '0040-granted-accounts',
    statements: ['alter table account drop column granted, drop column attention'],
    places: ['alter table account add column granted'],
  },
  {
    name: '0039-integrations',
    statements: ['drop table integration_version, integration'],
    places: ['create table integration (', 'create table integration_version'],
  },
  {
    name: '0038-contact-names',
    // The words that were added to the search of contacts are made again as they are.
    statements: ['drop index contact_name'],
    places: ['update contact set search', 'create index contact_name'],
  },
  {
    name: '0037-deliveries-by-time',
    statements: ['drop index event_delivery_at'],
    places: ['create index event_delivery_at'],
  },
  {
    name: '0036-watson-sessions',
    statements: ['drop table watson_session'],
    places: ['create table watson_session', 'create index watson_session_used'],
  },
  {
    name: '0035-webhook-off',
    statements: ['alter table event_webhook drop column off_at'],
    places: ['alter table event_webhook add column off_at'],
  },
  {
    name: '0034-merged-contacts',
    statements: ['drop index contact_change_merged'],
    places: ['create index contact_change_merged'],
  },
  {
    name: '0033-answers-of-processes',
    statements: ['alter table answer drop column claimed_by'],
    places: ['alter table answer add column claimed_by'],
  },
  {
    name: '0032-inbox-together',
    statements: [
      'drop index message_words, conversation_item_words, conversation_assignee',
      "create index conversation_assignee on conversation (assignee) where assignee is not null and status <> 'closed'",
      'drop table conversation_mention, saved_reply',
      'delete from presence',
      'alter table presence rename column subject_id to flow_id',
      `alter table presence add constraint presence_flow_id_fkey
        foreign key (flow_id) references flow (id) on delete cascade`,
    ],
    places: ['alter table presence rename', 'create table saved_reply', 'create index message_words'],
  },
  {
    name: '0031-roles',
    statements: [
      'drop table agent_status',
      'drop index api_token_sign_in, api_token_user',
      'delete from api_token where role is null',
      'alter table api_token alter column role set not null',
      'alter table api_token add constraint api_token_user_id_key unique (user_id)',
      "update auth_user set role = split_part(role, ',', 1)",
    ],
    places: ['alter table api_token alter', 'create unique index api_token_sign_in', 'create table agent_status'],
  },
  {
    name: '0030-events',
    statements: [
      'alter table conversation drop column status_before',
      'drop table event_attempt, event_webhook, event_delivery, event_subscriber, event',
      'drop function count_subscriber_change()',
      "delete from change_counter where name = 'event-subscribers'",
    ],
    places: [
      'create table event (',
      'create table event_delivery',
      'create table event_attempt',
      'alter table conversation',
    ],
  },
  {
    name: '0029-contacts',
    statements: [
      'drop table audit_entry, contact_change, contact_external_id, contact_field',
      'drop trigger conversation_opened on conversation',
      'drop trigger conversation_went_on on conversation',
      'drop function contact_heard_of()',
      'drop index contact_fields',
      'alter table contact drop column search, drop column last_at',
      'drop function contact_point_words(text)',
      'alter table contact alter column fields drop default',
      'alter table contact alter column fields type json using fields::json',
      "alter table contact alter column fields set default '{}'",
    ],
    places: [
      'add column last_at',
      'update contact set',
      'create trigger conversation_opened',
      'create table audit_entry',
    ],
  },
  { name: '0028-callback-log', statements: ['drop table callback_log'], places: ['create table callback_log'] },
  { name: '0027-message-parts', statements: ['drop table vonage_parts'], places: ['create table vonage_parts'] },
  {
    name: '0026-tests',
    statements: ['drop index run_test, run_test_version', 'alter table run drop column test', 'drop type run_accept_4'],
    places: ['alter table run add column test', 'create type run_accept_4', 'create index run_test_version'],
  },
  {
    name: '0025-data-tables',
    statements: ['drop table data_step, data_row, data_table', 'drop function data_row_search(jsonb)'],
    places: ['create table data_table', 'create table data_row', 'create index data_row_compared'],
  },
  {
    name: '0024-account-tokens',
    statements: ['drop table account_connecting, account_token'],
    places: ['create table account_token', 'create table account_connecting'],
  },
  { name: '0023-held-pace', statements: ['drop table held_pace'], places: ['create table held_pace'] },
  {
    name: '0022-inbox',
    statements: [
      'drop table answer, conversation_topic, topic, conversation_seen, conversation_item',
      'drop index conversation_recent, conversation_closed, conversation_assignee, conversation_unassigned',
      'drop index conversation_snoozed',
      `alter table conversation drop column assignee, drop column waits_since, drop column in_count,
        drop column read_count, drop column preview, drop column preview_type, drop column preview_by,
        drop column snoozed_until, drop column last_in_at`,
    ],
    places: [
      'alter table conversation',
      'update conversation set preview',
      'create table conversation_item',
      'create table answer',
    ],
  },
  {
    name: '0021-caught-failures',
    statements: ['drop index run_caught', 'drop index run_caught_flow'],
    places: ['create index run_caught ', 'create index run_caught_flow'],
  },
  { name: '0020-replays', statements: ['drop index run_replay'], places: ['create index run_replay'] },
  {
    name: '0019-child-runs',
    statements: [
      'drop index run_child, run_child_open, run_child_bad, run_parent, run_exit',
      'alter table run drop column has_exit, drop column parent, drop column parent_id',
      'drop type run_accept_3',
    ],
    places: ['alter table run add column parent', 'create type run_accept_3', 'create index run_child_open'],
  },
  {
    name: '0018-media',
    statements: [
      'drop trigger media_received on message',
      'drop trigger media_changed on message',
      'drop function enter_media()',
      'drop table media, media_part',
    ],
    places: ['create table media (', 'create table media_part_default', 'create trigger media_received'],
  },
  {
    name: '0017-run-waits',
    statements: [
      `create table reply_wait (
        contact_point_id uuid not null, address text not null, run_id uuid not null, wait_no integer not null,
        asked_at timestamptz not null, expires_at timestamptz not null,
        primary key (contact_point_id, address, run_id, wait_no)
      )`,
      `insert into reply_wait select split_part(key, ' ', 2)::uuid, split_part(key, ' ', 3), run_id, wait_no, asked_at,
        expires_at from run_wait where starts_with(key, 'reply ')`,
      'drop table run_wait',
      'drop type run_wait_record',
      `create type reply_wait_record as (
        run_id uuid, contact_point_id uuid, address text, asked_at timestamptz, expires_at timestamptz
      )`,
      'alter table message_key drop column reported_at',
    ],
    places: ['create table run_wait', 'insert into run_wait', 'drop table reply_wait', 'create type run_wait_record'],
  },
  {
    name: '0015-message-changes',
    statements: [
      'alter table message drop column edited_at',
      'alter table message_key drop column content, drop column changed_at',
    ],
    places: ['alter table message_key add'],
  },
  {
    name: '0014-consent',
    statements: [
      'drop trigger consent_word on message',
      'drop function record_consent_word()',
      'drop function record_consent(uuid, timestamptz, uuid, text, text, text, text, text, text)',
      'drop table consent, consent_log',
      "delete from change_counter where name = 'consent'",
    ],
    places: ['create table consent (', 'create function record_consent(', 'create constraint trigger consent_word'],
  },
  {
    name: '0013-conversations',
    statements: [
      // Their conversations are about to be forgotten, so they would wait in vain.
      "update run set due_at = now() where waiting_for = 'reply'",
      'drop trigger account_changed on account',
      'drop trigger address_moved on address',
      'drop trigger address_removed on address',
      'drop function count_accounts_change()',
      "delete from change_counter where name = 'accounts'",
      'alter table message rename to message_after',
      'drop index message_conversation, message_contact, message_account',
      'alter table message_after rename constraint message_pkey to message_after_pkey',
      `create table message (
        id uuid constraint message_pkey primary key, channel text not null, account_id text not null,
        address text not null, contact text not null, direction text not null, text text not null,
        media_urls json not null, status text not null, at timestamptz not null, run_id uuid,
        key text constraint message_key_key unique, provider_id text
      )`,
      `insert into message select id, channel, account_id, address, contact, direction, content ->> 'text', '[]', status,
        at, run_id, null, provider_id from message_after`,
      'drop table message_after, message_key, reply_wait, conversation, contact_point, contact',
      'drop type message_record, reply_wait_record',
      'create index message_conversation on message (contact, address, id)',
      'create index message_address on message (address, id)',
      'create index message_account on message (account_id, id)',
      `create unique index message_provider on message (account_id, provider_id)
        where direction = 'in' and provider_id is not null`,
    ],
    places: [
      'create table contact_point',
      'alter table message rename',
      'create table message_key',
      'insert into conversation',
      'insert into message_key',
      'drop table message_before',
    ],
  },
  {
    name: '0012-tokens-of-users',
    statements: ['alter table api_token drop column user_id'],
    places: ['alter table api_token add'],
  },
  {
    name: '0011-catalog-counter',
    statements: ["delete from change_counter where name = 'catalog'"],
    places: ['insert into change_counter'],
  },
  {
    name: '0010-secret-places',
    statements: ['alter table secret drop column place'],
    places: ['alter table secret add'],
  },
  {
    name: '0009-addresses',
    statements: [
      'alter table run drop column channel',
      'drop type run_accept_2',
      'alter table message drop column provider_id',
    ],
    places: [
      'alter table run add',
      'create type run_accept_2',
      'alter table message add',
      'create unique index message_',
    ],
  },
]
