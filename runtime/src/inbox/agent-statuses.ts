import type { AgentStatus, ChangeAgentStatus } from '@patchbay/shared/api'
import type { Transaction } from 'kysely'
import type { Database } from '../store/database.ts'
import { storeEvents } from '../store/events/store-events.ts'
import type { AgentStatusTable, Tables } from '../store/schema/tables.ts'

/** Whether people who answer are there. Every change is stored with the event that tells of it. */
export interface AgentStatuses {
  of(userId: string): Promise<AgentStatus>
  /** Whoever signs in is there again. */
  signedIn(userId: string): Promise<void>
  /** Call it after the session has ended. Somebody with another session stays signed in. */
  signedOut(userId: string): Promise<void>
  /** Signs those out whose sessions have all expired. */
  signOutExpired(): Promise<void>
  change(userId: string, change: ChangeAgentStatus): Promise<AgentStatus>
}

type Row = Omit<AgentStatusTable, 'userId' | 'changedAt'> & { readonly changedAt: Date }

const unknown: Row = { isSignedIn: false, isAway: false, reason: '', changedAt: new Date(0) }

export function createAgentStatuses({ kysely }: Database, now: () => Date): AgentStatuses {
  const read = (from: Transaction<Tables> | typeof kysely, userId: string) =>
    from.selectFrom('agentStatus').selectAll().where('userId', '=', userId)

  /** Stores what `next` makes of the status, with its event; nothing where both are the same. */
  async function change(
    userId: string,
    next: (row: Row) => Pick<Row, 'isSignedIn' | 'isAway' | 'reason'>,
  ): Promise<AgentStatus> {
    return kysely.transaction().execute(async (transaction) => {
      const first = { userId, ...unknown }
      await transaction
        .insertInto('agentStatus')
        .values(first)
        .onConflict((conflict) => conflict.doNothing())
        .execute()
      const before = await read(transaction, userId).forUpdate().executeTakeFirstOrThrow()
      const after = next(before)
      const at = now()
      const types = typesOf(before, after)
      if (types.length > 0 || before.reason !== after.reason) {
        await transaction
          .updateTable('agentStatus')
          .set({ ...after, changedAt: at })
          .where('userId', '=', userId)
          .execute()
      }
      const times = { occurredAt: at.toISOString() }
      const contents = {
        'AGENT_STATUS/LOGGED_IN': times,
        'AGENT_STATUS/LOGGED_OUT': times,
        'AGENT_STATUS/WENT_AWAY': { ...times, ...(after.reason === '' ? {} : { awayReason: after.reason }) },
        'AGENT_STATUS/RETURNED_FROM_AWAY': { ...times, awayAt: before.changedAt.toISOString() },
      }
      const initiator = { type: 'USER', id: userId } as const
      const events = types.map((type) => ({ type, initiator, content: { agentId: userId, ...contents[type] } }))
      await storeEvents(transaction, events, at)
      return toStatus(after)
    })
  }

  const sessions = kysely.withTables<{ authSession: { id: string; userId: string; expiresAt: Date } }>()

  async function signedOut(userId: string): Promise<void> {
    const other = await sessions
      .selectFrom('authSession')
      .select('id')
      .where('userId', '=', userId)
      .where('expiresAt', '>', now())
      .executeTakeFirst()
    if (other === undefined) await change(userId, () => ({ isSignedIn: false, isAway: false, reason: '' }))
  }

  return {
    of: async (userId) => toStatus((await read(kysely, userId).executeTakeFirst()) ?? unknown),
    async signedIn(userId) {
      await change(userId, () => ({ isSignedIn: true, isAway: false, reason: '' }))
    },
    signedOut,
    async signOutExpired() {
      const gone = await sessions
        .selectFrom('agentStatus')
        .select('userId')
        .where('isSignedIn', '=', true)
        .where(({ not, exists, selectFrom }) =>
          not(
            exists(
              selectFrom('authSession')
                .select('id')
                .whereRef('authSession.userId', '=', 'agentStatus.userId')
                .where('expiresAt', '>', now()),
            ),
          ),
        )
        .execute()
      for (const { userId } of gone) await signedOut(userId)
    },
    change: (userId, { isAway, reason = '' }) =>
      change(userId, () => ({ isSignedIn: true, isAway, reason: isAway ? reason.trim() : '' })),
  }
}

function typesOf(before: Pick<Row, 'isSignedIn' | 'isAway'>, after: Pick<Row, 'isSignedIn' | 'isAway'>) {
  return [
    ...(!before.isSignedIn && after.isSignedIn ? (['AGENT_STATUS/LOGGED_IN'] as const) : []),
    ...(before.isAway && !after.isAway ? (['AGENT_STATUS/RETURNED_FROM_AWAY'] as const) : []),
    ...(!before.isAway && after.isAway ? (['AGENT_STATUS/WENT_AWAY'] as const) : []),
    ...(before.isSignedIn && !after.isSignedIn ? (['AGENT_STATUS/LOGGED_OUT'] as const) : []),
  ]
}

function toStatus({ isSignedIn, isAway, reason }: Pick<Row, 'isSignedIn' | 'isAway' | 'reason'>): AgentStatus {
  if (!isSignedIn) return { state: 'signed-out', reason: '' }
  return isAway ? { state: 'away', reason } : { state: 'available', reason: '' }
}
