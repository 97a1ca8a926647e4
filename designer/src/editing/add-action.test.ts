import type { FlowResource } from '@patchbay/shared/api'
import { emptyFlow } from '@patchbay/shared/flow'
import type { NodeDefinition } from '@patchbay/shared/nodes'
import { Type } from 'typebox'
import { expect, test } from 'vitest'
import { addAction, isUsedUp } from './add-action.ts'
import { createEditorStore } from './store/create-editor-store.ts'

const base = {
  typeVersion: 1,
  category: 'logic',
  description: '',
  icon: 'bolt',
  keywords: [],
  variablePrefix: 'X',
  inputs: Type.Object({}),
  outputs: [],
  sets: [],
  repeat: 'safe',
  summary: [],
  defaults: {},
} as const
const trigger: NodeDefinition = {
  ...base,
  id: 'start',
  kind: 'trigger',
  title: 'Start',
  maxPerFlow: 1,
  exits: [{ id: 'next', label: 'Next' }],
}
const action: NodeDefinition = {
  ...base,
  id: 'call',
  kind: 'action',
  title: 'Call',
  exits: [
    { id: 'success', label: 'On Success' },
    { id: 'failure', label: 'On Failure' },
  ],
}

function setUp() {
  const flow: FlowResource = {
    id: 'f1',
    revision: 1,
    document: emptyFlow('New', 'UTC'),
    live: null,
    changes: 0,
    paused: false,
    nextNodeId: 1,
    createdAt: '',
    modifiedAt: '',
    modifiedBy: '',
    runs24h: { total: 0, failed: 0, caught: 0 },
  }
  return createEditorStore({ flow, catalog: { nodes: [trigger, action] } })
}

test('an action that is added follows the free exit of the selected one, in line with it', () => {
  const store = setUp()
  addAction(store, trigger)
  addAction(store, action)
  const { document, selection } = store.getState()
  expect(document.connections).toEqual([{ from: 1, exit: 'next', to: 2 }])
  expect(document.nodes[1]?.position).toEqual({ x: 360, y: 160 })
  expect(selection.nodeIds).toEqual([2])
})

test('the next one goes to the next free exit, never over another block', () => {
  const store = setUp()
  addAction(store, trigger)
  addAction(store, action)
  addAction(store, action)
  store.getState().selectNode(2)
  addAction(store, action)
  const { document } = store.getState()
  expect(document.connections).toContainEqual({ from: 2, exit: 'failure', to: 4 })
  expect(document.nodes[3]?.position.y).toBeGreaterThan((document.nodes[2]?.position.y ?? 0) + 132)
})

test('nothing leads to a trigger, even with an action selected', () => {
  const store = setUp()
  addAction(store, action)
  addAction(store, trigger)
  expect(store.getState().document.connections).toEqual([])
})

test('an action dropped on a connection goes into it', () => {
  const store = setUp()
  addAction(store, trigger)
  addAction(store, action)
  const [connection] = store.getState().document.connections
  if (!connection) throw new Error('The trigger should be connected.')
  addAction(store, action, { within: connection, position: { x: 215, y: 164 } })
  expect(store.getState().document.connections).toEqual([
    { from: 1, exit: 'next', to: 3 },
    { from: 3, exit: 'success', to: 2 },
  ])
  expect(store.getState().document.nodes[2]?.position).toEqual({ x: 220, y: 160 })
})

test('adding is one step of undo', () => {
  const store = setUp()
  addAction(store, trigger)
  addAction(store, action)
  store.getState().undo()
  expect(store.getState().document.nodes).toHaveLength(1)
  expect(store.getState().document.connections).toEqual([])
})

test('a type that may be there once is used up by one', () => {
  const store = setUp()
  expect(isUsedUp(trigger, store.getState().document)).toBe(false)
  addAction(store, trigger)
  expect(isUsedUp(trigger, store.getState().document)).toBe(true)
  expect(isUsedUp(action, store.getState().document)).toBe(false)
})
