import { causedEvents } from '../events/event-queries.ts'
import { lastStatuses } from '../messages/last-statuses.ts'
import { messageEvents } from '../messages/message-events.ts'
import { messageAnswers, messageQueries } from '../messages/message-queries.ts'
import { changeRules } from './change-rules.ts'
import type { PreparedStatement } from './prepared-statement.ts'
import { acceptedColumns, changedColumns, recordTypes, stepColumns } from './run-columns.ts'
import { errorCodeColumn, runEvents, runStarts } from './run-events.ts'
import { receiptKeySql } from './wait-keys.ts'

/** What a group of records requires of the statement that stores it. */
export interface FlushParts {
  /** The partition that holds the runs, and the one that holds their steps. */
  readonly runTable: string
  readonly stepTable: string
  readonly hasAccepts: boolean
  /** Whether an accepted run has a de-duplication key. */
  readonly hasKeys: boolean
  readonly hasChanges: boolean
  readonly hasSteps: boolean
  /** Whether runs begin or fail, which changes the counts of the flow. */
  readonly hasCounts: boolean
  readonly hasMessages: boolean
  /** Whether a message comes from a contact. A run is then stored only with the message that starts it. */
  readonly hasReceived: boolean
  /** Whether a run begins to wait for something with a key. */
  readonly hasRunWaits: boolean
  /** Whether somebody wants to know of beginnings of runs. */
  readonly hasRunStarts: boolean
  /** Whether somebody wants to know of ends of runs. */
  readonly hasRunEvents: boolean
}

/** Values of a statement by parameter name. */
export type FlushValues = Readonly<Record<FlushParameter, string | Uint8Array>>
export type FlushParameter = 'accepts' | 'changes' | 'steps' | 'messages' | 'runWaits' | 'process' | 'now'

export interface FlushStatement extends PreparedStatement {
  /** The parameters `$1`, `$2` … in order. */
  readonly parameters: readonly FlushParameter[]
}

const made = new Map<string, FlushStatement>()

/**
 * The statement that stores a group of records of one day, all or none, and returns a `FlushException` for each record
 * that was not simply stored. It names the day's partitions, so that the database does not check all of them each time,
 * and has only the parts that the group needs.
 *
 * - `claimed` returns the run that holds a key even when the key is still valid: its "update" then changes nothing.
 *   When two records of a group have the same key, the earlier run wins.
 * - `changed` locks the rows in the order of ids, so that two processes seldom deadlock, and accepts only the owner's
 *   epoch. Its comparisons are written so that no hash or merge join fits: whatever the statistics said when the plan
 *   was made, each run is found by its key.
 * - The answer to a step tells the owner when cancelling the run was requested.
 * - Records that are stored already are skipped, so a group whose reply was lost can be sent again.
 * - Messages are stored whatever becomes of the run that sent them, and a run only with the message that starts it.
 */
export function flushStatement(parts: FlushParts): FlushStatement {
  const { runTable, hasAccepts, hasKeys, hasChanges, hasSteps, hasCounts } = parts
  const ofRuns = [hasAccepts, hasKeys, hasChanges, hasSteps, hasCounts]
  const others = [parts.hasMessages, parts.hasReceived, parts.hasRunWaits, parts.hasRunStarts, parts.hasRunEvents]
  const flags = [...ofRuns, ...others].map(Number).join('')
  const name = `flush_${flags}_${runTable}`
  const known = made.get(name)
  if (known !== undefined) return known
  // A process that runs for months has made statements for many days.
  if (made.size > MOST_KNOWN) made.clear()
  const statement = { name, ...compose(parts) }
  made.set(name, statement)
  return statement
}

const MOST_KNOWN = 500

function compose(parts: FlushParts): Omit<FlushStatement, 'name'> {
  const parameters: FlushParameter[] = []
  const take = (parameter: FlushParameter, type: string) => {
    if (!parameters.includes(parameter)) parameters.push(parameter)
    return `$${parameters.indexOf(parameter) + 1}::${type}`
  }
  const queries = [
    ...(parts.hasMessages ? messagesQueries(parts, take) : []),
    ...(parts.hasAccepts ? acceptQueries(parts, take) : []),
    ...(parts.hasChanges ? changeQueries(parts, take) : []),
    ...(parts.hasRunWaits ? [runWaitQuery(take)] : []),
    ...(parts.hasSteps ? [stepQuery(parts, take)] : []),
    ...(parts.hasCounts ? [countQuery(parts, take)] : []),
    ...eventsOf(parts, take),
  ]
  return { sql: `with ${queries.join(', ')}\n${answerQuery(parts)}`, parameters }
}

function eventsOf(parts: FlushParts, take: Take): readonly string[] {
  const { hasMessages, hasRunStarts, hasRunEvents, hasAccepts, hasChanges } = parts
  const ends = [...(hasAccepts ? [runEvents('inserted')] : []), ...(hasChanges ? [runEvents('changed')] : [])]
  const sources = [
    ...(hasMessages ? [messageEvents] : []),
    ...(hasRunStarts && hasAccepts ? [runStarts] : []),
    ...(hasRunEvents ? ends : []),
  ]
  return sources.length === 0 ? [] : causedEvents(sources, take('now', 'timestamptz'))
}

type Take = (parameter: FlushParameter, type: string) => string

function messagesQueries({ hasReceived }: FlushParts, take: Take): readonly string[] {
  const messages = `messages as materialized (
  select * from unnest(${take('messages', `${recordTypes.message.name}[]`)})
)`
  const [process, now] = [take('process', 'uuid'), take('now', 'timestamptz')]
  return [messages, ...messageQueries({ hasReceived, process, now })]
}

function acceptQueries({ runTable, hasKeys, hasReceived, hasRunEvents }: FlushParts, take: Take): readonly string[] {
  const accepts = `accepts as materialized (
  select * from unnest(${take('accepts', `${recordTypes.accept.name}[]`)})
)`
  const columns = Object.keys(acceptedColumns).join(', ')
  const conditions = [
    ...(hasKeys ? ['(accepts.key is null or claimed.run_id = accepts.id)'] : []),
    ...(hasReceived ? [STARTS_WITH_ITS_MESSAGE] : []),
  ]
  const inserted = `inserted as (
  insert into ${runTable} as run (epoch, owner_id, ${columns})
  select 1, case when status in ('queued', 'running') then ${take('process', 'uuid')} end, ${columns}
  from accepts ${hasKeys ? 'left join claimed using (flow_id, credential, key)' : ''}
  ${conditions.length === 0 ? '' : `where ${conditions.join(' and ')}`}
  on conflict (id) do nothing
  returning id, flow_id, status, ${IS_COUNTED}${hasRunEvents ? `, ${errorCodeColumn}` : ''}
)`
  return hasKeys ? [accepts, claimQuery(take), inserted] : [accepts, inserted]
}

/** Runs that others have started, and those that test a draft, are in no figure of their flow. */
const IS_COUNTED = 'parent_id is null and test is null as is_counted'

const STARTS_WITH_ITS_MESSAGE = `accepts.id <> all (array(
    select run_id from messages where direction = 'in' and run_id is not null and id <> all (array(select id from stored))))`

function claimQuery(take: Take): string {
  const isOver = `held.expires_at <= ${take('now', 'timestamptz')}`
  const set = ['body_hash', 'run_id', 'expires_at'].map(
    (column) => `${column} = case when ${isOver} then excluded.${column} else held.${column} end`,
  )
  return `claimed as (
  insert into dedupe_key as held (flow_id, credential, key, body_hash, run_id, expires_at)
  select distinct on (flow_id, credential, key) flow_id, credential, key, body_hash, id, expires_at
  from accepts where key is not null order by flow_id, credential, key, id
  on conflict (flow_id, credential, key) do update set ${set.join(', ')}
  returning flow_id, credential, key, body_hash, run_id
)`
}

function changeQueries(
  { runTable, hasRunWaits, hasMessages, hasRunEvents }: FlushParts,
  take: Take,
): readonly string[] {
  const changes = `changes as materialized (
  select * from unnest(${take('changes', `${recordTypes.change.name}[]`)}) order by run_id
)`
  const sets = Object.entries(changedColumns).map(([name, { change }]) => {
    const value = changeRules[change].sql(name)
    return `${name} = ${name === 'due_at' && hasRunWaits && hasMessages ? dueQuery(value, take) : value}`
  })
  const changed = `changed as (
  update ${runTable} as run set
    owner_id = case when change.finished_at is null and change.status is distinct from 'waiting' then run.owner_id end,
    wait_no = run.wait_no + case when change.is_new_wait then 1 else 0 end,
    wake = case when change.status = 'running' then run.wake end,
    ${sets.join(',\n    ')}
  from changes as change
  where run.id >= change.run_id and run.id <= change.run_id
    and run.epoch >= change.epoch and run.epoch <= change.epoch and run.finished_at is null
  returning run.id, run.flow_id, ${IS_COUNTED}, run.wait_no, change.status,
    run.cancel_requested and run.finished_at is null as is_cancelled${hasRunEvents ? `, ${errorCodeColumn}` : ''}
)`
  return [changes, changed]
}

/** A wait for a receipt that has come before its message is over at once: the sweep finds it. */
function dueQuery(value: string, take: Take): string {
  const last = [...lastStatuses].map((status) => `'${status}'`).join(', ')
  return `case when change.run_id = any (array(
      select asked.run_id from unnest(${take('runWaits', `${recordTypes.runWait.name}[]`)}) as asked
      join keyed on asked.key = ${receiptKeySql('keyed')} where direction = 'out' and status in (${last})))
    then ${take('now', 'timestamptz')} else ${value} end`
}

/** A retried statement finds its change stored and this row as well. */
function runWaitQuery(take: Take): string {
  return `asked as (
  insert into run_wait (key, run_id, wait_no, asked_at, expires_at)
  select key, run_id, wait_no, asked_at, expires_at
  from unnest(${take('runWaits', `${recordTypes.runWait.name}[]`)}) as asked join changed on changed.id = asked.run_id
  on conflict do nothing
)`
}

function stepQuery({ stepTable, hasAccepts, hasChanges }: FlushParts, take: Take): string {
  const columns = Object.keys(stepColumns).join(', ')
  const stored = [...(hasAccepts ? ['inserted'] : []), ...(hasChanges ? ['changed'] : [])]
  const runs = stored.map((part) => `select id from ${part}`).join(' union all ')
  return `stepped as (
  insert into ${stepTable} (${columns})
  select ${columns} from unnest(${take('steps', `${recordTypes.step.name}[]`)})
  where run_id = any (array(${runs}))
  on conflict (run_id, seq) do nothing
)`
}

/** The quarter of an hour in which a run began: its id starts with 48 bits of milliseconds. */
const QUARTER = "to_timestamp(('x' || left(replace(id::text, '-', ''), 12))::bit(48)::bigint / 900000 * 900)"

function countQuery({ hasAccepts, hasChanges }: FlushParts, take: Take): string {
  const begun = "select id, flow_id, 1 as total, (status = 'failed')::integer as failed from inserted where is_counted"
  const failed = "select id, flow_id, 0 as total, 1 as failed from changed where status = 'failed' and is_counted"
  return `counted as (
  insert into run_count as stored (flow_id, started_quarter, process_id, total, failed)
  select flow_id, ${QUARTER} as quarter, ${take('process', 'uuid')}, sum(total)::integer, sum(failed)::integer
  from (${[...(hasAccepts ? [begun] : []), ...(hasChanges ? [failed] : [])].join(' union all ')}) as part
  group by flow_id, quarter order by flow_id, quarter
  on conflict (started_quarter, flow_id, process_id) do update set
    total = stored.total + excluded.total, failed = stored.failed + excluded.failed
)`
}

function answerQuery({ hasKeys, hasChanges, hasReceived }: FlushParts): string {
  const duplicates = `select accepts.id as "runId", claimed.run_id as winner,
  claimed.body_hash <> accepts.body_hash as conflict, false as "isCancelled", null::uuid as earlier,
  false as "isDiverted", null::uuid as previous
from accepts join claimed using (flow_id, credential, key) where claimed.run_id <> accepts.id`
  const refused = `select run_id as "runId", null::uuid as winner, false as conflict, false as "isCancelled",
  null::uuid as earlier, false as "isDiverted", null::uuid as previous
from changes where run_id <> all (array(select id from changed))`
  const cancelled = 'select id, null, false, true, null, false, null from changed where is_cancelled'
  const answers = [
    ...(hasKeys ? [duplicates] : []),
    ...(hasChanges ? [refused, cancelled] : []),
    ...(hasReceived ? [messageAnswers] : []),
  ]
  return answers.length === 0 ? 'select where false' : answers.join('\nunion all\n')
}
