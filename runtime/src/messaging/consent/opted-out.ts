import type { ConversationKey } from '../../store/messages/message-records.ts'
import type { ConsentRepository } from './consent-repository.ts'

export interface OptedOutOptions {
  readonly consents: Pick<ConsentRepository, 'changedAfter'>
  /** Whether other processes use the database. */
  readonly isShared: boolean
  /** Milliseconds on a clock that never goes back. */
  readonly clock: () => number
}

/** Remembers who has opted out, because every message that is sent asks. */
export interface OptedOut {
  /** Answered from memory where that is not older than half a second. */
  has(of: ConversationKey): boolean | Promise<boolean>
  /** Call it after a change by this process. Resolves once the change counts here. */
  refresh(): Promise<void>
}

/**
 * How long a process relies on what it has read. A contact who opts out at another node must be left alone within the
 * same second, even when no signal between the nodes arrives.
 */
const FRESH_MS = 500

export function createOptedOut({ consents, isShared, clock }: OptedOutOptions): OptedOut {
  /** `<contact point> <address>` */
  const out = new Set<string>()
  let revision = 0
  let readAt = Number.NEGATIVE_INFINITY
  let isRead = false
  let reading: Promise<void> | undefined

  async function read(): Promise<void> {
    const at = clock()
    for (const changed of await consents.changedAfter(revision)) {
      if (changed.state === 'out') out.add(keyOf(changed))
      else out.delete(keyOf(changed))
      revision = Math.max(revision, changed.revision)
    }
    readAt = at
    isRead = true
  }

  /** One read at a time, because revisions are taken over in order. Messages that wait share it. */
  function readOnce(): Promise<void> {
    reading ??= read().finally(() => {
      reading = undefined
    })
    return reading
  }

  const isFresh = () => isRead && (!isShared || clock() - readAt < FRESH_MS)

  function hasNow({ contactPointId, address }: ConversationKey): boolean {
    if (out.size === 0) return false
    return out.has(keyOf({ contactPointId, address: '' })) || out.has(keyOf({ contactPointId, address }))
  }

  return {
    has: (of) => (isFresh() ? hasNow(of) : readOnce().then(() => hasNow(of))),
    async refresh() {
      // A read that is under way may have begun before the change.
      await reading?.catch(() => undefined)
      await readOnce()
    },
  }
}

function keyOf({ contactPointId, address }: ConversationKey): string {
  return `${contactPointId} ${address}`
}
