import type { FlowResource } from '@patchbay/shared/api'
import { type Flow, moveNodes, removeNodes, renameNode, setInput } from '@patchbay/shared/flow'
import { expect, test } from 'vitest'
import { createEditorStore } from './create-editor-store.ts'
import { isDirty } from './editor-state.ts'
import { BURST_MS } from './history-slice.ts'

const document: Flow = {
  formatVersion: 1,
  name: 'Weather',
  description: '',
  settings: { timeZone: 'UTC', maxSteps: 1000 },
  nodes: [
    { id: 1, type: 'inbound-sms', name: 'Inbound SMS', position: { x: 0, y: 0 }, inputs: {} },
    { id: 2, type: 'send-sms', name: 'Answer', position: { x: 280, y: 0 }, inputs: { message: '' } },
  ],
  connections: [{ from: 1, exit: 'next', to: 2 }],
  notes: [],
}

const resource = (flow: Flow, revision = 1): FlowResource => ({
  id: 'f1',
  revision,
  document: flow,
  live: null,
  changes: 0,
  paused: false,
  nextNodeId: 3,
  createdAt: '2026-11-20T12:00:00Z',
  modifiedAt: '2026-11-20T12:00:00Z',
  modifiedBy: 'Maya',
  runs24h: { total: 0, failed: 0, caught: 0 },
})

function setUp() {
  const clock = { now: 0 }
  const store = createEditorStore({ flow: resource(document), catalog: { nodes: [] }, now: () => clock.now })
  const type = (text: string) =>
    store
      .getState()
      .apply((flow) => setInput(flow, 2, ['message'], text), { policy: 'merge', mergeKey: '2:inputs.message' })
  const message = () => store.getState().document.nodes[1]?.inputs.message
  return { store, clock, type, message }
}

test('a burst of typing is one step of undo', () => {
  const { store, clock, type, message } = setUp()
  for (const text of ['H', 'He', 'Hel']) {
    type(text)
    clock.now += 100
  }
  expect(message()).toBe('Hel')
  store.getState().undo()
  expect(message()).toBe('')
  store.getState().redo()
  expect(message()).toBe('Hel')
})

test('a pause, another field or an edit in between begins a new step', () => {
  const { store, clock, type, message } = setUp()
  type('a')
  clock.now += BURST_MS + 1
  type('ab')
  store.getState().undo()
  expect(message()).toBe('a')

  type('ac')
  store.getState().apply((flow) => renameNode(flow, 2, 'Reply'))
  type('acd')
  store.getState().undo()
  expect(message()).toBe('ac')
})

test('a new edit after undo forgets what could be redone', () => {
  const { store, type } = setUp()
  type('a')
  store.getState().undo()
  store.getState().apply((flow) => renameNode(flow, 2, 'Reply'))
  expect(store.getState().future).toEqual([])
})

test('undoing back to what is saved leaves nothing unsaved', () => {
  const { store } = setUp()
  expect(isDirty(store.getState())).toBe(false)
  store.getState().apply((flow) => moveNodes(flow, new Map([[2, { x: 300, y: 40 }]])))
  expect(isDirty(store.getState())).toBe(true)
  store.getState().undo()
  expect(isDirty(store.getState())).toBe(false)
})

test('an edit that changes nothing is no step', () => {
  const { store } = setUp()
  store.getState().apply((flow) => renameNode(flow, 2, 'Answer'))
  expect(store.getState().past).toEqual([])
})

test('undo brings back the selection of the time before the edit', () => {
  const { store } = setUp()
  store.getState().selectNode(2)
  store.getState().apply((flow) => removeNodes(flow, [2]), { select: { nodeIds: [], connection: null } })
  store.getState().undo()
  expect(store.getState().selection.nodeIds).toEqual([2])
})

test('an Action ID is never given twice, not even after undo', () => {
  const { store } = setUp()
  expect(store.getState().takeNodeIds()).toBe(3)
  store.getState().undo()
  expect(store.getState().takeNodeIds(2)).toBe(4)
  expect(store.getState().takeNodeIds()).toBe(6)
})

test('what was typed while a save was under way stays, and stays unsaved', () => {
  const { store, type, message } = setUp()
  type('first')
  const sent = store.getState().document
  type('second')
  store.getState().markSaved(sent, resource(sent, 2))
  expect(message()).toBe('second')
  expect(isDirty(store.getState())).toBe(true)
  expect(store.getState().revision).toBe(2)
})

test('a save without changes meanwhile leaves nothing unsaved and redraws nothing', () => {
  const { store, type } = setUp()
  type('first')
  const sent = store.getState().document
  store.getState().markSaved(sent, resource(structuredClone(sent), 2))
  expect(isDirty(store.getState())).toBe(false)
  expect(store.getState().document).toBe(sent)
})

test('a secret sealed by the save takes the place of the plain text, unless it was typed anew', () => {
  const { store, message } = setUp()
  const put = (text: string) => store.getState().apply((flow) => setInput(flow, 2, ['message'], text))
  const sealed = (flow: Flow) => setInput(flow, 2, ['message'], { $secret: 's1' })
  put('secret')
  const sent = store.getState().document
  store.getState().markSaved(sent, resource(sealed(sent), 2))
  expect(message()).toEqual({ $secret: 's1' })
  expect(isDirty(store.getState())).toBe(false)

  put('newer')
  const again = store.getState().document
  put('newest')
  store.getState().markSaved(again, resource(sealed(again), 3))
  expect(message()).toBe('newest')
})

test('taking over what somebody else saved starts undo anew', () => {
  const { store, type } = setUp()
  type('mine')
  store.getState().replaceDocument(resource({ ...document, name: 'Theirs' }, 7))
  expect(store.getState()).toMatchObject({ revision: 7, past: [], future: [] })
  expect(store.getState().document.name).toBe('Theirs')
})

test('for a viewer the document stays as it is', () => {
  const store = createEditorStore({ flow: resource(document), catalog: { nodes: [] }, canEdit: false })
  store.getState().apply((flow) => renameNode(flow, 2, 'Reply'))
  expect(store.getState().document).toBe(document)
  expect(isDirty(store.getState())).toBe(false)
})
