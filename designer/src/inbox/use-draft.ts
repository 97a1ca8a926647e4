import { useCallback, useState } from 'react'

export interface Draft {
  readonly mode: 'reply' | 'note'
  readonly text: string
  /** The id of the answer, the same until it is sent, so that it is sent once. */
  readonly key: string
  /** What was last sent under `key`, as JSON, while nobody knows whether it has arrived. */
  readonly tried?: string
}

const PREFIX = 'patchbay.draft'

/** What a person is writing in a conversation, kept by this browser. Nothing is sent by opening the page again. */
export function useDraft(person: string, conversationId: string): readonly [Draft, (draft: Draft) => void] {
  const place = placeOf(person, conversationId)
  const [drafts, setDrafts] = useState<Readonly<Record<string, Draft>>>({})
  const draft = drafts[place] ?? read(place) ?? emptyAt(place)
  const set = useCallback(
    (next: Draft) => {
      setDrafts((before) => ({ ...before, [place]: next }))
      write(place, next)
    },
    [place],
  )
  return [draft, set]
}

/** What is kept of a conversation that is not open; undefined when nothing is written there. */
export function keptDraft(person: string, conversationId: string): Draft | undefined {
  const draft = read(placeOf(person, conversationId))
  return draft === undefined || draft.text.trim() === '' ? undefined : draft
}

/**
 * The draft as it is sent now with this content. An attempt whose answer was lost may have been stored: the same content
 * keeps its id, and is stored once. Other content is another answer.
 */
export function tryingDraft(draft: Draft, content: object): Draft {
  const tried = JSON.stringify(content)
  const isAnother = draft.tried !== undefined && draft.tried !== tried
  return { ...draft, tried, key: isAnother ? crypto.randomUUID() : draft.key }
}

function placeOf(person: string, conversationId: string): string {
  return `${PREFIX}.${person}.${conversationId}`
}

const empties = new Map<string, Draft>()

function emptyAt(place: string): Draft {
  const known = empties.get(place) ?? { mode: 'reply', text: '', key: crypto.randomUUID() }
  empties.set(place, known)
  return known
}

function read(place: string): Draft | undefined {
  try {
    const stored: unknown = JSON.parse(window.localStorage.getItem(place) ?? 'null')
    return isDraft(stored) ? stored : undefined
  } catch {
    // It holds until the page is left where the browser keeps nothing.
    return undefined
  }
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
