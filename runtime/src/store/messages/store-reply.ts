import type { JsonObject } from '@patchbay/shared/json'
import type { Kysely, Selectable, Transaction } from 'kysely'
import type { Database } from '../database.ts'
import { messageKey } from '../journal/known-state.ts'
import { openRuns } from '../runs/claim-runs.ts'
import { endWait, isWaiting, latestWait, waitsFor } from '../runs/run-waits.ts'
import { replyKey } from '../runs/wait-keys.ts'
import type { ReplyOutcome } from '../runs/writer-port.ts'
import type { RunTable } from '../schema/run-tables.ts'
import type { Tables } from '../schema/tables.ts'
import { contactPointId } from './contact-point-id.ts'
import { insertMessage } from './insert-message.ts'
import type { ConversationKey, MessageRecord } from './message-records.ts'

export interface Reply {
  readonly processId: string
  readonly now: Date
  readonly message: MessageRecord
  /** What the run goes on with; undefined for a message that is no answer. */
  readonly event: JsonObject | undefined
}

type Stored = { readonly kind: 'claimed'; readonly row: Selectable<RunTable>; readonly previousRunId: string | null }

/**
 * Gives a message to the run that waits for it or to the person who has the conversation, and stores it, in one
 * transaction. Of several runs the one with the latest question gets it. Waits that are over are forgotten here.
 */
export async function storeReply(database: Database, reply: Reply): Promise<ReplyOutcome> {
  const known = database.journal?.known
  const place = replyKey(conversationOf(reply.message))
  const version = known?.versionOf(place)
  const { accountId, providerId } = reply.message
  if (providerId !== null) known?.addKey(messageKey(accountId, providerId))
  const outcome = await database.kysely.transaction().execute((transaction) => store(transaction, reply))
  if (outcome.kind === 'nobody') known?.undivert(place, version)
  if (outcome.kind !== 'claimed') return outcome
  const [run] = await openRuns(database.kysely, [outcome.row])
  if (run === undefined) throw new Error('A claimed run is missing.')
  return { kind: 'woken', run, previousRunId: outcome.previousRunId }
}

async function store(
  transaction: Transaction<Tables>,
  reply: Reply,
): Promise<Exclude<ReplyOutcome, { readonly kind: 'woken' }> | Stored> {
  const { message, processId, event } = reply
  const place = conversationOf(message)
  if (await isWithPerson(transaction, place)) {
    const { earlier } = await insertMessage(transaction, reply)
    return earlier === undefined ? { kind: 'person' } : { kind: 'duplicate', earlier }
  }
  const wait = await latestWait(transaction, replyKey(place))
  if (wait === undefined) return { kind: 'nobody' }
  if (event === undefined) {
    const { earlier } = await insertMessage(transaction, reply)
    return earlier === undefined ? { kind: 'kept' } : { kind: 'duplicate', earlier }
  }
  const stored = await insertMessage(transaction, { ...reply, message: { ...message, runId: wait.runId } })
  if (stored.earlier !== undefined) return { kind: 'duplicate', earlier: stored.earlier }
  const row = await endWait(transaction, wait, { processId, event })
  return { kind: 'claimed', row, previousRunId: stored.previousRunId }
}

function conversationOf({ channel, contactAccount, contact, address }: MessageRecord): ConversationKey {
  return { contactPointId: contactPointId({ channel, accountId: contactAccount, value: contact }), address }
}

/** Runs that wait for a reply in the conversation of a message. None when the message was stored before. */
export async function runsWaitingFor({ kysely }: Database, message: MessageRecord): Promise<readonly string[]> {
  const { accountId, direction, providerId } = message
  const earlier = await kysely
    .selectFrom('messageKey')
    .select('messageId')
    .where('accountId', '=', accountId)
    .where('providerId', '=', providerId)
    .where('direction', '=', direction)
    .where('messageId', 'is not', null)
    .executeTakeFirst()
  if (earlier !== undefined) return []
  const runIds: string[] = []
  for (const wait of await waitsFor(kysely, replyKey(conversationOf(message))))
    if (await isWaiting(kysely, wait)) runIds.push(wait.runId)
  return runIds
}

async function isWithPerson(kysely: Kysely<Tables>, place: ConversationKey): Promise<boolean> {
  const row = await kysely
    .selectFrom('conversation')
    .select('isWithPerson')
    .where('contactPointId', '=', place.contactPointId)
    .where('address', '=', place.address)
    .where('status', '<>', 'closed')
    .forUpdate()
    .executeTakeFirst()
  return row?.isWithPerson === true
}
