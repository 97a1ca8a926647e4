/** The part of `Storage` that journals need. */
export type KeyValueStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem' | 'key' | 'length'>

/** The place of one journal in the browser's storage: one per person and flow. Nothing here throws. */
export interface JournalStorage {
  readonly key: string
  read(): string | null
  /** False when there is no room, even without the steps, which `shorter` leaves out. */
  write(text: string, shorter: () => string): boolean
  /** The edit that the server has, as far as it said so. */
  sent(): number
  setSent(edit: number): void
}

const PREFIX = 'patchbay.journal.'
const SENT_PREFIX = 'patchbay.journal-sent.'
/** How a journal begins that holds nothing unsaved. */
const SAVED = /^\{[^\n]*"unsaved":false/

export function createJournalStorage(userId: string, flowId: string, storage: KeyValueStorage): JournalStorage {
  const key = `${PREFIX}${userId}.${flowId}`
  const sentKey = `${SENT_PREFIX}${userId}.${flowId}`
  const put = (name: string, text: string) => attempt(() => storage.setItem(name, text)) !== undefined
  return {
    key,
    read: () => attempt(() => storage.getItem(key)) ?? null,
    write: (text, shorter) => {
      if (put(key, text)) return true
      attempt(() => removeSaved(storage, key))
      return put(key, text) || put(key, shorter())
    },
    sent: () => Number(attempt(() => storage.getItem(sentKey)) ?? 0),
    setSent: (edit) => void put(sentKey, String(edit)),
  }
}

/**
 * Removes what this person's pages left in the browser, for the next person at it. What the server does not have yet
 * stays: it would be lost.
 */
export function forgetJournals(userId: string, storage: KeyValueStorage): void {
  attempt(() => {
    const prefix = `${PREFIX}${userId}.`
    for (const key of keysOf(storage)) {
      if (!key.startsWith(prefix)) continue
      const sentKey = `${SENT_PREFIX}${key.slice(PREFIX.length)}`
      const head = storage.getItem(key)?.split('\n', 1)[0] ?? ''
      const edit = Number(/"edit":(\d+)/.exec(head)?.[1] ?? 0)
      if (!SAVED.test(head) && edit > Number(storage.getItem(sentKey) ?? 0)) continue
      storage.removeItem(key)
      storage.removeItem(sentKey)
    }
  })
}

function keysOf(storage: KeyValueStorage): string[] {
  return Array.from({ length: storage.length }, (_, index) => storage.key(index) ?? '')
}

/** Makes room: journals of other flows that only remember steps. */
function removeSaved(storage: KeyValueStorage, ownKey: string): void {
  for (const key of keysOf(storage)) {
    if (key === ownKey || !key.startsWith(PREFIX)) continue
    if (SAVED.test(storage.getItem(key) ?? '')) storage.removeItem(key)
  }
}

/** A full or forbidden storage must never disturb the editing. Undefined when it failed. */
function attempt<Value>(work: () => Value): Value | null | undefined {
  try {
    return work() ?? null
  } catch {
    return undefined
  }
}
