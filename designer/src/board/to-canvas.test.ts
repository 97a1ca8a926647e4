import { connect, type Flow, indexCatalog, moveNodes, setInput } from '@patchbay/shared/flow'
import type { NodeDefinition } from '@patchbay/shared/nodes'
import { Type } from 'typebox'
import { expect, test } from 'vitest'
import { blocksOf } from '../editing/blocks/block-data.ts'
import { emptySelection } from '../editing/store/editor-state.ts'
import { type CanvasNode, connectionKeyOf, noteIdOf, toEdges, toNodes } from './to-canvas.ts'

const definition = (id: string, kind: NodeDefinition['kind'], exits: readonly string[]): NodeDefinition => ({
  id,
  typeVersion: 1,
  kind,
  category: 'logic',
  title: id,
  description: '',
  icon: 'bolt',
  keywords: [],
  variablePrefix: 'X',
  inputs: Type.Object({}),
  outputs: [],
  sets: [],
  exits: exits.map((exit) => ({ id: exit, label: exit })),
  repeat: 'safe',
  summary: [],
  defaults: {},
})
const { definitions } = indexCatalog({
  nodes: [definition('start', 'trigger', ['next']), definition('call', 'action', ['success', 'failure'])],
})
const flow: Flow = {
  formatVersion: 1,
  name: 'Weather',
  description: '',
  settings: { timeZone: 'UTC', maxSteps: 1000 },
  nodes: [
    { id: 1, type: 'start', name: 'Start', position: { x: 0, y: 0 }, inputs: {} },
    { id: 2, type: 'call', name: 'Call', position: { x: 280, y: 0 }, inputs: {} },
  ],
  connections: [{ from: 1, exit: 'next', to: 2 }],
  notes: [],
}

const nodesOf = (document: Flow, previous: CanvasNode[] = []) =>
  toNodes({ document, definitions, selection: emptySelection, previous })
const blocks = (document: Flow) => [...blocksOf(document, definitions).values()]

test('an edit of one action changes only its block', () => {
  const [start, call] = blocks(flow)
  const [startAfter, callAfter] = blocks(setInput(flow, 2, ['x'], 1))
  expect(startAfter).toBe(start)
  expect(callAfter).not.toBe(call)
})

test('React Flow hears nothing of an edit that moves and connects nothing', () => {
  const nodes = nodesOf(flow)
  const edges = toEdges(flow, null, [])
  const edited = setInput(flow, 2, ['x'], 1)
  expect(nodesOf(edited, nodes)).toBe(nodes)
  expect(toEdges(edited, null, edges)).toBe(edges)
})

test('sizes that React Flow measured and a drag under way survive a change of the document', () => {
  const [start, call] = nodesOf(flow)
  if (!start || !call) throw new Error('Both actions are expected on the canvas.')
  const dragged = { ...call, measured: { width: 200, height: 132 }, dragging: true, position: { x: 500, y: 90 } }
  const after = nodesOf(moveNodes(flow, new Map([[1, { x: 10, y: 0 }]])), [start, dragged])
  expect(after[1]).toMatchObject({ measured: { width: 200, height: 132 }, position: { x: 500, y: 90 } })
  expect(after[0]?.position).toEqual({ x: 10, y: 0 })
})

test('triggers have no entry, connected jacks and sockets are marked', () => {
  const [start, call] = blocks(flow)
  expect(start).toMatchObject({ hasEntry: false, exits: [{ id: 'next', connected: true }] })
  expect(call).toMatchObject({ hasEntry: true, entryConnected: true })
})

test('a connection whose exit is gone keeps a jack of its own until somebody repairs it', () => {
  const [, call] = blocks(connect(flow, { from: 2, exit: 'option-3', to: 2 }))
  expect(call?.exits.map(({ id, gone }) => [id, gone])).toEqual([
    ['success', false],
    ['failure', false],
    ['option-3', true],
  ])
})

test('an edge is named by its exit, whatever characters that has', () => {
  expect(toEdges(flow, null, []).map(({ id, source, target }) => [id, source, target])).toEqual([['1:next', '1', '2']])
  expect(connectionKeyOf('12:on:time')).toEqual({ from: 12, exit: 'on:time' })
})

test('a note lies under the blocks, also while it is selected, and keeps its object while it stays as it is', () => {
  const noted = { ...flow, notes: [{ id: 3, position: { x: 5, y: 6 }, size: { width: 200, height: 80 }, text: 'a' }] }
  const nodes = nodesOf(noted)
  expect(nodes[0]).toMatchObject({ id: 'note-3', type: 'note', position: { x: 5, y: 6 }, width: 200, height: 80 })
  // Selecting adds 1,000.
  expect((nodes[0]?.zIndex ?? 0) + 1_000).toBeLessThan(0)
  const typed = { ...noted, notes: noted.notes.map((note) => ({ ...note, text: 'ab' })) }
  expect(nodesOf(typed, nodes)).toBe(nodes)
  expect(noteIdOf('note-3')).toBe(3)
  expect(noteIdOf('3')).toBeUndefined()
})
