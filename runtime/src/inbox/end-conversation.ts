import type { Transaction } from 'kysely'
import type { Engine } from '../engine/engine-api.ts'
import type { Database } from '../store/database.ts'
import {
  type ConversationChange,
  changeConversation,
  type LockedConversation,
} from '../store/messages/change-conversation.ts'
import { openRuns } from '../store/runs/claim-runs.ts'
import { endWait, latestWait } from '../store/runs/run-waits.ts'
import { handOverKey } from '../store/runs/wait-keys.ts'
import type { Tables } from '../store/schema/tables.ts'
import type { ThreadRepository } from './thread-repository.ts'

/**
 * Changes a conversation in a way that may end what people do there: when they no longer have it, the run that handed it
 * over goes on, claimed in the same commit. False when there is no such conversation.
 * @param by as `working_copy.owner`
 */
export type EndConversation = (
  id: string,
  by: string,
  decide: (conversation: LockedConversation, transaction: Transaction<Tables>) => Promise<ConversationChange>,
) => Promise<boolean>

export function createEndConversation(options: {
  readonly database: Database
  readonly engine: Pick<Engine, 'goOn'>
  readonly threads: Pick<ThreadRepository, 'namesOf'>
  readonly processId: string
  /** Called when no run waits for the end, although one may be about to. */
  readonly onUnawaited: () => void
  readonly now: () => Date
}): EndConversation {
  const { database, engine, threads, processId, now } = options
  return async (id, by, decide) => {
    const name = (await threads.namesOf([by])).get(by) ?? ''
    let isFound = false
    let isUnawaited = false
    await engine.goOn(async () => {
      const row = await changeConversation(database, id, now(), async (conversation, transaction) => {
        isFound = true
        const change = await decide(conversation, transaction)
        if (!conversation.isWithPerson || change.set?.isWithPerson !== false) return { change, result: undefined }
        const wait = await latestWait(transaction, handOverKey(conversation))
        isUnawaited = wait === undefined
        if (wait === undefined) return { change, result: undefined }
        const event = { how: change.set.status === 'closed' ? 'closed' : 'handed-back', by: name }
        return { change, result: await endWait(transaction, wait, { processId, event }) }
      })
      return row === undefined ? [] : openRuns(database.kysely, [row])
    })
    if (isUnawaited) options.onUnawaited()
    return isFound
  }
}
