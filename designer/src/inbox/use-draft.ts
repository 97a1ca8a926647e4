import { useCallback, useState } from 'react'

export interface Draft {
  readonly mode: 'reply' | 'note'
  readonly text: string
  /** The id of the answer, the same until it is sent, so that it is sent once. */
  readonly key: string
}

const PREFIX = 'patchbay.draft'

/** What a person is writing in a conversation, kept by this browser. Nothing is sent by opening the page again. */
export function useDraft(person: string, conversationId: string): readonly [Draft, (draft: Draft) => void] {
  const place = `${PREFIX}.${person}.${conversationId}`
  const [drafts, setDrafts] = useState<Readonly<Record<string, Draft>>>({})
  const draft = drafts[place] ?? read(place)
  const set = useCallback(
    (next: Draft) => {
      setDrafts((before) => ({ ...before, [place]: next }))
      write(place, next)
    },
    [place],
  )
  return [draft, set]
}

const empties = new Map<string, Draft>()

function read(place: string): Draft {
  try {
    const stored: unknown = JSON.parse(window.localStorage.getItem(place) ?? 'null')
    if (isDraft(stored)) return stored
  } catch {
    // It holds until the page is left where the browser keeps nothing.
  }
  const known = empties.get(place) ?? { mode: 'reply', text: '', key: crypto.randomUUID() }
  empties.set(place, known)
  return known
}

function write(place: string, draft: Draft): void {
  try {
    if (draft.text === '' && draft.mode === 'reply') window.localStorage.removeItem(place)
    else window.localStorage.setItem(place, JSON.stringify(draft))
  } catch {
    // As above.
  }
}

function isDraft(value: unknown): value is Draft {
  if (typeof value !== 'object' || value === null) return false
  const { mode, text, key } = value as Record<string, unknown> // An object was checked for.
  return (mode === 'reply' || mode === 'note') && typeof text === 'string' && typeof key === 'string'
}
