import type { FlushRow } from '../runs/record-rows.ts'
import { createRecentKeys } from './recent-keys.ts'

/**
 * What a process that has its database to itself knows of the tables, so that keyed records and messages from contacts
 * need not ask them: keys that are certainly new, and conversations in which nobody waits for a message.
 */
export interface KnownState {
  /** Called once the state of the tables has been read. Before that nothing is certain. */
  complete(): void
  /** A key that the tables may hold: of an event, or of a message from a contact. */
  addKey(key: string): void
  /** Messages of this conversation, by its `replyKey`, may be for a run that waits, or for a person. */
  divert(place: string): void
  /** Ends that, unless `divert` was called for it since `version`. */
  undivert(place: string, version: number | undefined): void
  versionOf(place: string): number | undefined
  /** Whether the tables are sure to store this record. Its keys count as known from then on. */
  claims(row: FlushRow): boolean
  /** Called when the tables have stored a record. */
  learn(row: FlushRow): void
}

export function createKnownState(): KnownState {
  const keys = createRecentKeys()
  const diverted = new Map<string, number>()
  let count = 0
  let isComplete = false

  function divert(place: string): void {
    count += 1
    diverted.set(place, count)
  }

  return {
    complete() {
      isComplete = true
    },
    addKey: (key) => keys.add(key),
    divert,
    undivert(place, version) {
      if (version !== undefined && diverted.get(place) === version) diverted.delete(place)
    },
    versionOf: (place) => diverted.get(place),
    claims({ keys: own, places }) {
      if (own.length === 0) return true
      if (!isComplete || own.some(keys.mayHave) || places.some((place) => diverted.has(place))) return false
      for (const key of own) keys.add(key)
      return true
    },
    learn({ keys: own, asksIn }) {
      for (const key of own) keys.add(key)
      if (asksIn !== undefined) divert(asksIn)
    },
  }
}

/** The key of an event, as in `dedupe_key`. */
export function eventKey(flowId: string, credential: string, key: string): string {
  return `${flowId} ${credential} ${key}`
}

/** The key of a message from a contact, as in `message_key`. */
export function messageKey(accountId: string, providerId: string): string {
  return `${accountId} ${providerId}`
}
