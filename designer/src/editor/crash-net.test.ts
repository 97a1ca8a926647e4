import type { FlowResource } from '@patchbay/shared/api'
import { emptyFlow, type Flow, setFlowDetails, setInput } from '@patchbay/shared/flow'
import type { NodeDefinition } from '@patchbay/shared/nodes'
import { Type } from 'typebox'
import { expect, test } from 'vitest'
import { keepWorkingCopy, keptWorkingCopy } from './crash-net.ts'
import { createEditorStore } from './store/create-editor-store.ts'

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
const document: Flow = {
  ...emptyFlow('Weather', 'UTC'),
  nodes: [{ id: 1, type: 'call', name: 'Call', position: { x: 0, y: 0 }, inputs: {} }],
}

function setUp() {
  const kept = new Map<string, string>()
  const storage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, text: string) => void kept.set(key, text),
    removeItem: (key: string) => void kept.delete(key),
  }
  const flow: FlowResource = {
    id: 'f1',
    revision: 4,
    document,
    live: null,
    changes: 0,
    paused: false,
    nextNodeId: 2,
    createdAt: '',
    modifiedAt: '',
    modifiedBy: '',
    runs24h: { total: 0, failed: 0 },
  }
  const store = createEditorStore({ flow, catalog: { nodes: [definition] } })
  return { store, storage, kept, stop: keepWorkingCopy(store, storage) }
}

test('unsaved changes are found again on the same revision, and dropped on another', () => {
  const { store, storage, stop } = setUp()
  store.getState().apply((flow) => setFlowDetails(flow, { name: 'Unsaved' }))
  stop()
  expect(keptWorkingCopy('f1', 4, storage)?.name).toBe('Unsaved')
  expect(keptWorkingCopy('f1', 5, storage)).toBeNull()
  expect(keptWorkingCopy('f1', 4, storage)).toBeNull()
})

test('a secret in plain text never reaches the storage of the browser', () => {
  const { store, kept, stop } = setUp()
  store.getState().apply((flow) => setInput(flow, 1, ['password'], 'hunter2'))
  store.getState().apply((flow) => setInput(flow, 1, ['url'], 'https://example.com'))
  stop()
  const text = [...kept.values()].join()
  expect(text).toContain('https://example.com')
  expect(text).not.toContain('hunter2')
})

test('nothing is kept once all is saved', () => {
  const { store, kept, stop } = setUp()
  store.getState().apply((flow) => setFlowDetails(flow, { name: 'Unsaved' }))
  store.getState().undo()
  stop()
  expect(kept.size).toBe(0)
})

test('damaged storage is no working copy', () => {
  const { storage } = setUp()
  storage.setItem('patchbay.working-copy.f1', '{"revision":4,"document":[1]}')
  expect(keptWorkingCopy('f1', 4, storage)).toBeNull()
})
