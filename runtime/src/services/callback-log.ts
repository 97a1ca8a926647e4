import type { AccountEvent, AccountEvents } from '@patchbay/shared/api'

/** How many events of an account are remembered, of those that its service sent and of those that were refused. */
const MOST_EVENTS = 50
/** Beyond so many accounts the one that was called longest ago is forgotten. */
const MOST_ACCOUNTS = 1_000

export interface CallbackLog {
  add(accountId: string, event: Omit<AccountEvent, 'id'>): void
  of(accountId: string): AccountEvents
}

interface Remembered {
  readonly counts: Record<AccountEvent['verdict'], number>
  /** Oldest first. Refused ones are apart, so that forgeries do not push out what the service sent. */
  readonly taken: AccountEvent[]
  readonly refused: AccountEvent[]
}

/** The last calls of each account's service, in the memory of this process: none of them costs a write. */
export function createCallbackLog(): CallbackLog {
  let count = 0
  const accounts = new Map<string, Remembered>()

  /** Makes the account the one that was called last. */
  function remembered(accountId: string): Remembered {
    const known = accounts.get(accountId) ?? nothingYet()
    accounts.delete(accountId)
    accounts.set(accountId, known)
    const oldest = accounts.keys().next().value
    if (accounts.size > MOST_ACCOUNTS && oldest !== undefined) accounts.delete(oldest)
    return known
  }

  return {
    add(accountId, event) {
      const { counts, taken, refused } = remembered(accountId)
      counts[event.verdict] += 1
      count += 1
      const list = event.verdict === 'refused' ? refused : taken
      list.push({ id: String(count), ...event })
      if (list.length > MOST_EVENTS) list.shift()
    },
    of(accountId) {
      const { counts, taken, refused } = accounts.get(accountId) ?? nothingYet()
      return { counts: { ...counts }, items: [...taken, ...refused].sort((a, b) => Number(b.id) - Number(a.id)) }
    },
  }
}

function nothingYet(): Remembered {
  return { counts: { accepted: 0, ignored: 0, refused: 0 }, taken: [], refused: [] }
}
