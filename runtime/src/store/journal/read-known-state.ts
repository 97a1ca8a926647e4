import { sql } from 'kysely'
import type { Database } from '../database.ts'
import { REPLY, replyKeySql } from '../runs/wait-keys.ts'
import { eventKey, type KnownState, messageKey } from './known-state.ts'

/** Keys read per statement: on the embedded database every other statement waits. */
const BATCH = 5_000
/** With more keys than this, the tables decide about each. */
const MOST_KEYS = 2_000_000

/** Reads what the tables hold at the start: keys, and conversations in which a message may be waited for. */
export async function readKnownState(database: Pick<Database, 'kysely'>, known: KnownState): Promise<void> {
  const { kysely } = database
  const { rows: places } = await sql<{ readonly key: string }>`
    select key from run_wait where starts_with(key, ${REPLY})
    union all
    select ${sql.raw(replyKeySql('held'))} from conversation as held
    where is_with_person and status <> 'closed'`.execute(kysely)
  for (const { key } of places) known.divert(key)
  let left = MOST_KEYS
  let message: { readonly account: string; readonly id: string } | undefined = { account: '', id: '' }
  while (message !== undefined && left > 0) {
    const { rows } = await sql<{ readonly account: string; readonly id: string }>`
      select account_id as account, provider_id as id from message_key
      where direction = 'in' and (account_id, provider_id) > (${message.account}, ${message.id})
      order by account_id, provider_id limit ${BATCH}`.execute(kysely)
    for (const { account, id } of rows) known.addKey(messageKey(account, id))
    left -= rows.length
    message = rows.length < BATCH ? undefined : rows.at(-1)
  }
  let event: EventKey | undefined = { flow: '00000000-0000-0000-0000-000000000000', credential: '', key: '' }
  while (event !== undefined && left > 0) {
    const { rows } = await sql<EventKey>`
      select flow_id as flow, credential, key from dedupe_key
      where (flow_id, credential, key) > (${event.flow}::uuid, ${event.credential}, ${event.key})
      order by flow_id, credential, key limit ${BATCH}`.execute(kysely)
    for (const { flow, credential, key } of rows) known.addKey(eventKey(flow, credential, key))
    left -= rows.length
    event = rows.length < BATCH ? undefined : rows.at(-1)
  }
  if (left > 0) known.complete()
}

interface EventKey {
  readonly flow: string
  readonly credential: string
  readonly key: string
}
