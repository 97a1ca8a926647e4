import type { AccountAgent, AccountAgentState, MatchAgent } from '@patchbay/shared/api'
import { type BridgeAgent, type BridgeMark, idAsItCame } from '@patchbay/shared/bridges'
import { AppError } from '@patchbay/shared/errors'
import { type Kysely, sql, type Transaction } from 'kysely'
import type { PageRequest } from '../services/page.ts'
import { jsonText } from '../store/json-text.ts'
import type { Tables } from '../store/schema/tables.ts'
import { isForeignKeyViolation } from '../store/store-errors.ts'

/** What one page of a synchronization did. */
export interface StoredAgents {
  readonly added: number
  readonly changed: number
  readonly unchanged: number
}

export type AgentCounts = Readonly<Record<AccountAgentState, number>>

/** The people who work in the services of accounts. */
export interface AgentRepository {
  /** By name. */
  list(accountId: string, state: AccountAgentState | undefined, page: PageRequest): Promise<readonly AccountAgent[]>
  find(accountId: string, externalId: string): Promise<AccountAgent | undefined>
  counts(accountId: string): Promise<AgentCounts>
  /** Stores what a person has said of an agent, if there is one. @throws AppError INVALID_INPUT for an unknown user */
  match(accountId: string, externalId: string, match: MatchAgent): Promise<void>
  /** What the service calls a user, as it came from there. Undefined where it has nobody who is this user. */
  externalIdOf(accountId: string, userId: string): Promise<BridgeMark | undefined>
}

export function createAgentRepository(kysely: Kysely<Tables>): AgentRepository {
  return {
    async list(accountId, state, { limit, after }) {
      const rows = await sql<AgentRow>`select * from (${agentsOf(accountId)}) as agent
        where ${state === undefined ? sql`true` : sql`state = ${state}`}
          and ${after === undefined ? sql`true` : isBehind(accountId, after)}
        order by name, external_id limit ${limit}`.execute(kysely)
      return rows.rows.map(toAgent)
    },
    async find(accountId, externalId) {
      const { rows } = await sql<AgentRow>`select * from (${agentsOf(accountId)}) as agent
        where external_id = ${externalId}`.execute(kysely)
      return rows[0] === undefined ? undefined : toAgent(rows[0])
    },
    counts: (accountId) => countAgents(kysely, accountId),
    async match(accountId, externalId, { userId, isIgnored = false }) {
      await kysely
        .updateTable('accountAgent')
        .set({ userId, isIgnored })
        .where('accountId', '=', accountId)
        .where('externalId', '=', externalId)
        .execute()
        .catch(asNoSuchUser)
    },
    async externalIdOf(accountId, userId) {
      // Where the service has a person twice, the one whom somebody chose counts, and then always the same one.
      const { rows } = await sql<AgentRow>`select * from (${agentsOf(accountId)}) as agent
        where state = 'matched' and user_id = ${userId} order by matched_by desc, external_id limit 1`.execute(kysely)
      return rows[0] === undefined ? undefined : idAsItCame(rows[0].externalId, rows[0].isNumber)
    },
  }
}

/** @param beganAt of the synchronization: an agent with another time has not been on any of its pages */
export async function storeAgents(
  transaction: Transaction<Tables>,
  { accountId, beganAt }: { readonly accountId: string; readonly beganAt: Date },
  agents: readonly BridgeAgent[],
): Promise<StoredAgents> {
  const given = agents.map(({ id, isNumber, name, email }) => ({ id, is_number: isNumber, name, email }))
  // The statement sees what was there before it.
  const { rows } = await sql<{ added: number; changed: number; unchanged: number }>`with given as (
      select * from json_to_recordset(${jsonText(given)}::json)
        as given (id text, is_number boolean, name text, email text)
    ), stored as (
      insert into account_agent (account_id, external_id, is_number, name, email, seen_at)
      select ${accountId}::uuid, id, is_number, name, email, ${beganAt}::timestamptz from given
      on conflict (account_id, external_id) do update set is_number = excluded.is_number, name = excluded.name,
        email = excluded.email, seen_at = excluded.seen_at, unseen_since = null
    )
    select count(*) filter (where known.external_id is null)::int as added,
      count(*) filter (where is_other)::int as changed,
      count(*) filter (where not is_other)::int as unchanged
    from given left join account_agent as known on known.account_id = ${accountId} and known.external_id = given.id,
      lateral (select (known.is_number, known.name, known.email) <> (given.is_number, given.name, given.email)
        or known.unseen_since is not null as is_other) as compared`.execute(transaction)
  return rows[0] ?? { added: 0, changed: 0, unchanged: 0 }
}

/** The service has these agents, although they cannot be read: they stay as they are. */
export async function noteAgents(
  transaction: Transaction<Tables>,
  { accountId, beganAt }: { readonly accountId: string; readonly beganAt: Date },
  externalIds: readonly string[],
): Promise<void> {
  if (externalIds.length === 0) return
  await sql`update account_agent set seen_at = ${beganAt}, unseen_since = null
    where account_id = ${accountId} and external_id = any (${externalIds}::text[])`.execute(transaction)
}

/** Marks the agents that a complete synchronization did not have. Returns how many are newly missing. */
export async function markUnseenAgents(
  transaction: Transaction<Tables>,
  { accountId, beganAt, at }: { readonly accountId: string; readonly beganAt: Date; readonly at: Date },
): Promise<number> {
  const { numUpdatedRows } = await transaction
    .updateTable('accountAgent')
    .set({ unseenSince: at })
    .where('accountId', '=', accountId)
    .where('seenAt', '<>', beganAt)
    .where('unseenSince', 'is', null)
    .executeTakeFirstOrThrow()
  return Number(numUpdatedRows)
}

async function countAgents(kysely: Kysely<Tables>, accountId: string): Promise<AgentCounts> {
  const { rows } = await sql<{ state: AccountAgentState; count: number }>`
    select state, count(*)::int as count from (${agentsOf(accountId)}) as agent group by state`.execute(kysely)
  const none: AgentCounts = { matched: 0, unmatched: 0, ignored: 0, unseen: 0 }
  return { ...none, ...Object.fromEntries(rows.map(({ state, count }) => [state, count])) }
}

interface AgentRow {
  readonly externalId: string
  readonly isNumber: boolean
  readonly name: string
  readonly email: string
  readonly state: AccountAgentState
  readonly userId: string | null
  readonly userName: string | null
  readonly userEmail: string | null
  readonly matchedBy: AccountAgent['matchedBy']
  readonly isIgnored: boolean
  readonly unseenSince: Date | null
}

/** Who has whose e-mail address is found anew each time: a user who is added or changed is matched at once. */
function agentsOf(accountId: string) {
  return sql`select external_id, is_number, agent.name, agent.email, is_ignored, unseen_since,
      known.id as user_id, known.name as user_name, known.email as user_email,
      case when known.id is null then null when agent.user_id is null then 'email' else 'person' end as matched_by,
      case when unseen_since is not null then 'unseen' when is_ignored then 'ignored'
        when known.id is null then 'unmatched' else 'matched' end as state
    from account_agent as agent
    left join (select distinct on (key) key, id from auth_user, lower(btrim(email)) as key order by key, id) as by_email
      on agent.user_id is null and by_email.key = lower(agent.email)
    left join auth_user as known on known.id = coalesce(agent.user_id, by_email.id) and not is_ignored
    where agent.account_id = ${accountId}`
}

function asNoSuchUser(error: unknown): never {
  if (!isForeignKeyViolation(error)) throw error
  const message = 'There is no such user.'
  throw new AppError('INVALID_INPUT', `userId: ${message}`, { errors: [{ path: 'userId', message }] })
}

function isBehind(accountId: string, externalId: string) {
  return sql`(name, external_id) > (select name, external_id from account_agent
    where account_id = ${accountId} and external_id = ${externalId})`
}

function toAgent(row: AgentRow): AccountAgent {
  const { externalId, name, email, state, userId, userName, userEmail, matchedBy, isIgnored, unseenSince } = row
  const user = userId === null ? null : { id: userId, name: userName ?? '', email: userEmail ?? '' }
  return {
    ...{ externalId, name, email, state, user, matchedBy, isIgnored },
    unseenSince: unseenSince?.toISOString() ?? null,
  }
}
