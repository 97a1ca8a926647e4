import type { EventType, RunErrorBody } from '@patchbay/shared/api'
import type { Selectable, Transaction } from 'kysely'
import type { Reported } from '../../kit/delivery-receipt.ts'
import { TEST_ACCOUNTS } from '../../platform/test-accounts.ts'
import type { Database } from '../database.ts'
import { storeEvents } from '../events/store-events.ts'
import { jsonText } from '../json-text.ts'
import { openRuns } from '../runs/claim-runs.ts'
import { endWait, latestWait } from '../runs/run-waits.ts'
import { receiptKey } from '../runs/wait-keys.ts'
import type { ReceiptOutcome } from '../runs/writer-port.ts'
import type { RunTable } from '../schema/run-tables.ts'
import type { Tables } from '../schema/tables.ts'
import { lastStatuses } from './last-statuses.ts'
import { REMEMBERED_MS } from './message-queries.ts'
import type { StoredMessage } from './message-records.ts'

/** What a service reports about a message that was sent. */
export interface ReceiptRecord {
  readonly accountId: string
  readonly providerId: string
  readonly status: string
  readonly error: RunErrorBody | null
  /** When the service saw it. */
  readonly at: Date
  /** Statuses that it must not replace. */
  readonly unless: readonly string[]
}

interface Claim {
  readonly processId: string
  readonly now: Date
}

/**
 * Stores a receipt, and claims the run that waits for it in the same commit. A receipt that comes before its message is
 * stored waits in `message_key` and is taken over with the message.
 */
export async function storeReceipt(database: Database, receipt: ReceiptRecord, claim: Claim): Promise<ReceiptOutcome> {
  const { kysely } = database
  const type = eventOf(receipt)
  const isWanted = type !== undefined && database.eventWants.has(type)
  const { message, row } = await kysely.transaction().execute(async (transaction) => {
    const stored = await store(transaction, receipt, claim)
    if (isWanted && stored.message !== undefined) await tell(transaction, type, stored.message, claim.now)
    return stored
  })
  const [run] = row === undefined ? [] : await openRuns(kysely, [row])
  return { ...(message === undefined ? {} : { message }), ...(run === undefined ? {} : { run }) }
}

/** Two statements, because the second one must see a message that was being stored while the first one waited for it. */
async function store(
  transaction: Transaction<Tables>,
  { accountId, providerId, status, error, at, unless }: ReceiptRecord,
  { processId, now }: Claim,
): Promise<{ readonly message?: StoredMessage; readonly row?: Selectable<RunTable> }> {
  const reported = { status, error: error === null ? null : jsonText(error) }
  const expiresAt = new Date(now.getTime() + REMEMBERED_MS)
  const id = { accountId, direction: 'out', providerId } as const
  const key = await transaction
    .insertInto('messageKey')
    .values({ ...id, messageId: null, runId: null, expiresAt, ...reported, reportedAt: at })
    .onConflict((conflict) =>
      conflict
        .columns(['accountId', 'providerId', 'direction'])
        .doUpdateSet({ ...reported, reportedAt: at })
        .where(({ eb, or }) => or([eb('messageKey.status', 'is', null), eb('messageKey.status', 'not in', unless)])),
    )
    .returning('messageId')
    .executeTakeFirst()
  if (key === undefined || key.messageId === null) return {}
  const message = await transaction
    .updateTable('message')
    .set(reported)
    .where('id', '=', key.messageId)
    .where('status', 'not in', unless)
    .returningAll()
    .executeTakeFirst()
  const wait = lastStatuses.has(status) ? await latestWait(transaction, receiptKey(id)) : undefined
  if (wait === undefined) return message === undefined ? {} : { message }
  const event: Reported = { status, error, at: at.toISOString() }
  const row = await endWait(transaction, wait, { processId, event: { ...event } })
  return message === undefined ? { row } : { message, row }
}

function eventOf({ status }: ReceiptRecord): EventType | undefined {
  if (status === 'delivered') return 'MESSAGE/DELIVERED'
  if (status === 'read') return 'MESSAGE/READ'
  return lastStatuses.has(status) ? 'MESSAGE/FAILED' : undefined
}

async function tell(
  transaction: Transaction<Tables>,
  type: EventType,
  { id: messageId, conversationId, channel, accountId }: StoredMessage,
  now: Date,
): Promise<void> {
  if (accountId.startsWith(TEST_ACCOUNTS)) return
  const of = await transaction
    .selectFrom('conversation')
    .innerJoin('contactPoint', 'contactPoint.id', 'conversation.contactPointId')
    .select(['contactPoint.contactId', 'contactPoint.id as pointId'])
    .where('conversation.id', '=', conversationId)
    .executeTakeFirst()
  if (of === undefined) return
  const content = { customerId: of.contactId, conversationId, channel, contactId: of.pointId, messageId }
  await storeEvents(transaction, [{ type, initiator: { type: 'SYSTEM' }, content, conversationId }], now)
}

/** What the last receipt of a message says, for as long as its id is remembered. */
export async function readReported(
  { kysely }: Pick<Database, 'kysely'>,
  { accountId, providerId }: { readonly accountId: string; readonly providerId: string },
): Promise<Reported | undefined> {
  const row = await kysely
    .selectFrom('messageKey')
    .select(['status', 'error', 'reportedAt'])
    .where('accountId', '=', accountId)
    .where('providerId', '=', providerId)
    .where('direction', '=', 'out')
    .executeTakeFirst()
  if (row === undefined || row.status === null) return undefined
  return { status: row.status, error: row.error, at: row.reportedAt?.toISOString() ?? '' }
}
