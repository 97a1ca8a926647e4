import type { FlowResource } from '@patchbay/shared/api'
import type { Flow } from '@patchbay/shared/flow'
import type { EditorStore } from '../store/create-editor-store.ts'
import { type EditorState, type HistoryEntry, isDirty } from '../store/editor-state.ts'
import { createJournalWriter, type Journal, readJournal } from './journal.ts'
import type { JournalStorage } from './journal-storage.ts'
import { sharingWith } from './json-change.ts'
import { createSecretStripper, withTypedSecretsOf } from './strip-secrets.ts'

export interface JournalKeeperOptions {
  readonly store: EditorStore
  readonly storage: JournalStorage
  /** Of this page. */
  readonly session: string
  /** What the board began with. */
  readonly begin: Journal | null
  readFlow(): Promise<FlowResource>
  /** Told after each write of this page. */
  onWritten(journal: Journal): void
  readonly now?: () => number
}

export interface JournalKeeper {
  /** As last written or taken over; null while nothing was edited. */
  current(): Journal | null
  /** False when closing the page would lose something: a secret that is typed, or a storage that takes nothing. */
  isSafe(): boolean
  /** Another page of this browser wrote the journal: its working copy comes on this board, too. */
  adopt(text: string): Promise<void>
  stop(): void
}

/**
 * Writes the working copy into the browser's storage in the moment after each edit. All pages of the browser share
 * it: it is one person's one copy.
 */
export function createJournalKeeper(options: JournalKeeperOptions): JournalKeeper {
  const { store, storage, session, readFlow, onWritten, now = Date.now } = options
  const strip = createSecretStripper(() => store.getState().definitions)
  const writeText = createJournalWriter()
  const stripped = createHistoryStripper(strip)
  let current = options.begin
  let seen = store.getState()
  let isQueued = false
  let isStored = true
  let adopted: Promise<void> = Promise.resolve()

  function write(): void {
    isQueued = false
    const state = store.getState()
    if (isAlike(state, seen)) return
    seen = state
    const { savedDocument, revision, nextNodeId } = state
    const document = strip(state.document, savedDocument)
    const edit = Math.max((current?.edit ?? 0) + 1, now())
    const written: Journal = {
      revision,
      nextNodeId,
      document,
      past: stripped(state.past, savedDocument),
      future: stripped(state.future, savedDocument),
      unsaved: isDirty(state),
      edit,
      stamp: `${session} ${edit}`,
      follows: current?.stamp ?? '',
      secretsLeftOut: document !== state.document,
    }
    current = written
    isStored = storage.write(writeText(written), () => writeText({ ...written, past: [], future: [] }))
    onWritten(written)
  }

  const unsubscribe = store.subscribe((state) => {
    if (isQueued || isAlike(state, seen)) return
    isQueued = true
    queueMicrotask(write)
  })

  /** Whether both pages edited at the same moment. Then the later edit stands, and the other is one undo away. */
  function isBeside(journal: Journal): boolean {
    return current?.unsaved === true && current.stamp !== journal.follows
  }

  async function take(text: string): Promise<void> {
    const journal = readJournal(text, store.getState().savedDocument)
    if (journal === null || journal.stamp === current?.stamp) return
    const resource = journal.revision === store.getState().revision ? undefined : await readFlow()
    const state = store.getState()
    const { selection } = state
    if (isBeside(journal) && journal.edit < (current?.edit ?? 0)) {
      return state.restore({ ...state, past: [...state.past, { document: journal.document, selection }] })
    }
    const past = isBeside(journal) ? [...journal.past, { document: state.document, selection }] : journal.past
    // Parts that did not change keep their identity. The shape is that of the journal's flow.
    const shared = sharingWith(state.document, journal.document) as Flow
    const document = withTypedSecretsOf(state.document, shared, state.definitions)
    current = journal
    state.endBurst()
    state.restore({ ...journal, past, document }, resource)
    seen = store.getState()
  }

  return {
    current: () => current,
    isSafe: () => !isDirty(store.getState()) || (isStored && current?.secretsLeftOut !== true),
    adopt(text) {
      // One after another, in the order in which they were written.
      adopted = adopted.then(() => take(text)).catch(() => undefined)
      return adopted
    },
    stop() {
      unsubscribe()
      write()
    },
  }
}

const watched = ['document', 'savedDocument', 'revision', 'past', 'future'] as const

function isAlike(state: EditorState, other: EditorState): boolean {
  return watched.every((name) => state[name] === other[name])
}

/** Steps without secrets; the same step gives the same result, so that its text is made once. */
function createHistoryStripper(strip: (document: Flow, saved: Flow) => Flow) {
  let entries = new WeakMap<HistoryEntry, HistoryEntry>()
  let lastSaved: Flow | null = null
  return (steps: readonly HistoryEntry[], saved: Flow): HistoryEntry[] => {
    if (saved !== lastSaved) entries = new WeakMap()
    lastSaved = saved
    return steps.map((entry) => {
      const known = entries.get(entry)
      if (known) return known
      const document = strip(entry.document, saved)
      const next = document === entry.document ? entry : { ...entry, document }
      entries.set(entry, next)
      return next
    })
  }
}
