import { DAY_MS } from '@patchbay/shared/time'
import { replyKeySql } from '../runs/wait-keys.ts'

/** How long the service's id of a message is remembered: to recognise a repeated one, and to find it for a receipt. */
export const REMEMBERED_MS = 7 * DAY_MS

/** What messages require of the statement that stores them. */
export interface MessageParts {
  /** Whether a message comes from a contact: then it may be for a run that waits, or for a person. */
  readonly hasReceived: boolean
  /** The process as an expression, and the time. */
  readonly process: string
  readonly now: string
}

/**
 * The parts of a statement that store the rows of `messages`, which the statement must define before them with the
 * columns of `message_record`. Each message is stored once per account, direction and service's id.
 *
 * - `diverted`: messages that may be for a run that waits, or are for a person. They are not stored. `storeReply` finds
 *   out whether the run still waits. A message with a status of its own, such as a word of consent, is never diverted.
 * - `keyed`: the message that has the service's id, which may be an earlier one. A receipt or change that came
 *   before its message has left a row without a message, which the message takes over.
 * - `stored`: the messages that are new. `talked`: their conversations, opened where there was none. `met`: the contacts
 *   that were unknown.
 * - `written`: the messages that were not in their table yet. `messageEvents` tells of these.
 */
export function messageQueries({ hasReceived, process, now }: MessageParts): readonly string[] {
  return [
    ...(hasReceived ? [divertedQuery] : []),
    keyQuery(hasReceived, now),
    storedQuery(hasReceived),
    ...pointQueries,
    conversationQuery(process),
    messageQuery,
  ]
}

const divertedQuery = `diverted as materialized (
  select id, run_id from messages where direction = 'in' and status in ('received', 'no-flow') and (
    exists (select from run_wait as asked where asked.key = ${replyKeySql('messages')})
    or exists (select from conversation as held
      where held.contact_point_id = messages.contact_point_id and held.address = messages.address
        and held.status <> 'closed' and held.is_with_person))
)`

const notDiverted = 'id <> all (array(select id from diverted))'

function keyQuery(hasReceived: boolean, now: string): string {
  const isFree = `(held.message_id is null or held.expires_at <= ${now})`
  const set = ['message_id', 'run_id', 'expires_at'].map(
    (column) => `${column} = case when ${isFree} then excluded.${column} else held.${column} end`,
  )
  const key = 'account_id, provider_id, direction'
  return `keyed as (
  insert into message_key as held (${key}, message_id, run_id, expires_at)
  select distinct on (${key}) ${key}, id, run_id, expires_at
  from messages where provider_id is not null${hasReceived ? ` and ${notDiverted}` : ''}
  order by ${key}, id
  on conflict (${key}) do update set ${set.join(', ')}
  returning ${key}, message_id, run_id, status, error, content as changed_content, changed_at
)`
}

function storedQuery(hasReceived: boolean): string {
  return `stored as materialized (
  select messages.*, keyed.status as reported, keyed.error as reported_error, changed_content, changed_at
  from messages left join keyed using (account_id, provider_id, direction)
  where (messages.provider_id is null or keyed.message_id = messages.id)${hasReceived ? ` and ${notDiverted}` : ''}
)`
}

const pointQueries = [
  `pointed as (
  insert into contact_point (id, contact_id, channel, account_id, value, created_at)
  select distinct on (contact_point_id) contact_point_id, contact_point_id, channel, contact_account, contact, at
  from stored order by contact_point_id, id
  on conflict do nothing
  returning contact_id, created_at, value
)`,
  `met as (
  insert into contact (id, created_at, modified_at, last_at, search)
  select contact_id, created_at, created_at, created_at, contact_point_words(value) from pointed
  on conflict do nothing
  returning id
)`,
]

/** The value of the last message of a group. */
const lastOf = (expression: string) => `(array_agg(${expression} order by id desc))[1]`

/** A message that nobody but a person answers. Beside it stand the conversations that a person has. */
const forPeople = "direction = 'in' and status = 'no-flow'"

/**
 * What a list of conversations shows, in the row of each: who waits for whom is decided by the last message. An answer
 * counts as read by all, whoever gives it; where people have the conversation, only their own does.
 */
const inboxColumns: Readonly<Record<string, readonly [first: string, later: string]>> = {
  preview: [lastOf("left(coalesce(content ->> 'text', ''), 160)"), 'excluded.preview'],
  preview_type: [lastOf("content #>> '{media,0,type}'"), 'excluded.preview_type'],
  preview_by: [
    lastOf("case when direction = 'in' then 'contact' when author is null then 'flow' else 'person' end"),
    'excluded.preview_by',
  ],
  last_in_at: ["max(at) filter (where direction = 'in')", 'greatest(held.last_in_at, excluded.last_in_at)'],
  in_count: ["count(*) filter (where direction = 'in')", 'held.in_count + excluded.in_count'],
  read_count: [
    `case when ${lastOf('direction')} = 'out' then count(*) filter (where direction = 'in') else 0 end`,
    `case when excluded.preview_by = 'contact' or held.is_with_person and excluded.preview_by = 'flow'
      then held.read_count else held.in_count + excluded.in_count end`,
  ],
  waits_since: [
    `case when ${lastOf('direction')} = 'in' then min(at) filter (where ${forPeople}) end`,
    `case when held.is_with_person then
        case excluded.preview_by when 'person' then null when 'flow' then held.waits_since
        else coalesce(held.waits_since, excluded.opened_at) end
      when excluded.preview_by <> 'contact' then null
      else coalesce(held.waits_since, excluded.waits_since) end`,
  ],
}

/** Rows are locked in one order, so that two processes seldom deadlock. */
function conversationQuery(process: string): string {
  const names = Object.keys(inboxColumns).join(', ')
  const first = Object.values(inboxColumns).map(([value]) => value)
  const later = Object.entries(inboxColumns).map(([name, [, value]]) => `${name} = ${value}`)
  return `talked as (
  insert into conversation as held (id, contact_point_id, channel, account_id, address, status, opened_at,
    last_message_at, last_run_id, last_process_id, ${names})
  select (array_agg(conversation_id order by id))[1], contact_point_id, min(channel),
    (array_agg(account_id order by id desc))[1], address, 'open', min(at), max(at),
    (array_agg(run_id order by id desc) filter (where direction = 'in' and run_id is not null))[1], ${process},
    ${first.join(',\n    ')}
  from stored group by contact_point_id, address order by contact_point_id, address
  on conflict (contact_point_id, address) where status <> 'closed' do update set
    account_id = excluded.account_id,
    last_message_at = greatest(held.last_message_at, excluded.last_message_at),
    last_run_id = coalesce(excluded.last_run_id, held.last_run_id),
    last_process_id = case when excluded.last_run_id is null then held.last_process_id else excluded.last_process_id end,
    previous_run_id = case when excluded.last_run_id is null then held.previous_run_id
      when held.last_process_id is distinct from excluded.last_process_id then held.last_run_id end,
    status = case when excluded.in_count > 0 then 'open' else held.status end,
    snoozed_until = case when excluded.in_count > 0 then null else held.snoozed_until end,
    status_before = held.status,
    ${later.join(',\n    ')}
  returning id, contact_point_id, channel, account_id, address, last_run_id, previous_run_id, status, status_before,
    assignee
)`
}

const columns = [
  'channel',
  'account_id',
  'address',
  'contact',
  'direction',
  'at',
  'run_id',
  'node_id',
  'author',
  'provider_id',
]

const messageQuery = `written as (
  insert into message (id, conversation_id, status, error, content, edited_at, ${columns.join(', ')})
  select stored.id, talked.id, coalesce(reported, stored.status), coalesce(reported_error, error),
    coalesce(changed_content, content), changed_at,
    ${columns.map((column) => `stored.${column}`).join(', ')}
  from stored join talked using (contact_point_id, address)
  on conflict (id) do nothing
  returning id, conversation_id, direction, run_id, author
)`

/** The answer for each message from a contact that was stored before, or was not stored. */
export const messageAnswers = `select coalesce(messages.run_id, messages.id) as "runId", keyed.run_id as winner,
  false as conflict, false as "isCancelled", keyed.message_id as earlier, false as "isDiverted", null::uuid as previous
from messages join keyed using (account_id, provider_id, direction)
where keyed.message_id <> messages.id and messages.direction = 'in'
union all select coalesce(run_id, id), null, false, false, null, true, null from diverted
union all select last_run_id, null, false, false, null, false, previous_run_id from talked
where previous_run_id is not null and last_run_id in (select run_id from stored where direction = 'in')`
