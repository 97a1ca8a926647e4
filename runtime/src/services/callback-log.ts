import type { AccountEvent, AccountEvents } from '@patchbay/shared/api'
import { type CallbackLogRepository, MOST_EVENTS, noEvents } from '../store/repositories/callback-log-repository.ts'
import { uuidv7 } from '../store/uuid.ts'

/** Events of this long are stored together, so that a thousand forged calls a second cost no write each. */
const STORE_AFTER_MS = 1_000

export interface CallbackLog {
  /** Remembers the event. It is stored a moment later, and lost when the process dies before. */
  add(accountId: string, event: Omit<AccountEvent, 'id'>): void
  /** What came to any process; of others up to a second ago. */
  of(accountId: string): Promise<AccountEvents>
  /** Stores what is left. */
  stop(): Promise<void>
}

export interface CallbackLogOptions {
  readonly logs: CallbackLogRepository
  onError(error: unknown): void
}

interface Waiting {
  readonly counts: Record<AccountEvent['verdict'], number>
  /** Oldest first. */
  readonly taken: AccountEvent[]
  readonly refused: AccountEvent[]
}

/** The last calls of each account's service, which any process shows. */
export function createCallbackLog({ logs, onError }: CallbackLogOptions): CallbackLog {
  let waiting = new Map<string, Waiting>()
  let timer: NodeJS.Timeout | undefined
  let storing: Promise<void> = Promise.resolve()

  async function storeAll(): Promise<void> {
    clearTimeout(timer)
    timer = undefined
    const batch = waiting
    waiting = new Map()
    for (const [accountId, { counts, taken, refused }] of batch) {
      await logs.add(accountId, { counts, items: [...taken, ...refused] }).catch(onError)
    }
  }

  /** One after another, so that whoever waits for the last one has waited for all. */
  function store(): Promise<void> {
    storing = storing.then(storeAll)
    return storing
  }

  return {
    add(accountId, event) {
      const known = waiting.get(accountId) ?? { counts: { ...noEvents.counts }, taken: [], refused: [] }
      waiting.set(accountId, known)
      known.counts[event.verdict] += 1
      const list = event.verdict === 'refused' ? known.refused : known.taken
      list.push({ id: uuidv7(new Date(event.at)), ...event })
      if (list.length > MOST_EVENTS) list.shift()
      timer ??= setTimeout(store, STORE_AFTER_MS).unref()
    },
    async of(accountId) {
      await store()
      return logs.of(accountId)
    },
    stop: store,
  }
}
