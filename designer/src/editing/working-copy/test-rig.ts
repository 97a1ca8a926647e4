import type { FlowResource } from '@patchbay/shared/api'
import { emptyFlow, type Flow } from '@patchbay/shared/flow'
import type { NodeDefinition } from '@patchbay/shared/nodes'
import { Type } from 'typebox'
import { createEditorStore, type EditorStore } from '../store/create-editor-store.ts'
import { type Journal, readJournal } from './journal.ts'
import { createJournalKeeper, type JournalKeeper } from './journal-keeper.ts'
import { createJournalStorage, type KeyValueStorage } from './journal-storage.ts'

// What the tests of the working copy have in common.

const definition: NodeDefinition = {
  id: 'call',
  typeVersion: 1,
  kind: 'action',
  category: 'data',
  title: 'Call',
  description: '',
  icon: 'bolt',
  keywords: [],
  variablePrefix: 'X',
  inputs: Type.Object({ url: Type.String(), password: Type.String({ 'x-secret': true }) }),
  outputs: [],
  sets: [],
  exits: [],
  repeat: 'safe',
  summary: [],
  defaults: {},
}

export const draft: Flow = {
  ...emptyFlow('Weather', 'UTC'),
  nodes: [{ id: 1, type: 'call', name: 'Call', position: { x: 0, y: 0 }, inputs: {} }],
}

export const resourceOf = (document: Flow, revision = 4): FlowResource => ({
  id: 'f1',
  revision,
  document,
  live: null,
  changes: 0,
  paused: false,
  nextNodeId: 2,
  createdAt: '',
  modifiedAt: '',
  modifiedBy: '',
  runs24h: { total: 0, failed: 0, caught: 0 },
})

export interface FakeStorage extends KeyValueStorage {
  readonly kept: Map<string, string>
  /** Most characters of all values. */
  room: number
}

export function createStorage(): FakeStorage {
  const kept = new Map<string, string>()
  const storage: FakeStorage = {
    kept,
    room: Number.POSITIVE_INFINITY,
    get length() {
      return kept.size
    },
    key: (index) => [...kept.keys()][index] ?? null,
    getItem: (name) => kept.get(name) ?? null,
    removeItem: (name) => void kept.delete(name),
    setItem(name, text) {
      const others = [...kept].filter(([key]) => key !== name).reduce((sum, [, value]) => sum + value.length, 0)
      if (others + text.length > storage.room) throw new Error('full')
      kept.set(name, text)
    },
  }
  return storage
}

export interface Page {
  readonly store: EditorStore
  readonly keeper: JournalKeeper
  /** The journal as it lies in the storage. */
  stored(): Journal | null
  storedText(): string
}

/** A page that has the flow open; pages on one storage are tabs of one browser. */
export function openPage(
  options: { storage?: FakeStorage; session?: string; flow?: FlowResource; flowId?: string; now?: () => number } = {},
): Page {
  const { storage = createStorage(), session = 'tab', flow = resourceOf(draft), flowId = 'f1', now } = options
  const store = createEditorStore({ flow, catalog: { nodes: [definition] }, now: () => 0 })
  const place = createJournalStorage('maya', flowId, storage)
  const begin = readJournal(place.read(), flow.document)
  if (begin) store.getState().restore(begin)
  const keeper = createJournalKeeper({
    store,
    storage: place,
    session,
    begin,
    readFlow: () => Promise.resolve(flow),
    onWritten: () => undefined,
    ...(now ? { now } : {}),
  })
  return { store, keeper, stored: () => readJournal(place.read(), draft), storedText: () => place.read() ?? '' }
}

/** Lets what waits for the end of the present task happen. */
export const settled = () => new Promise<void>((resolve) => setImmediate(resolve))
