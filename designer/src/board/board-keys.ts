import { moveWithNotes } from '@patchbay/shared/flow'
import type { KeyboardEvent } from 'react'
import type { KeyBinding } from '../commands/key-binding.ts'
import { matchesShortcut } from '../commands/matches-shortcut.ts'
import { shapeOfBlock } from '../editing/blocks/block-sizes.ts'
import { type Direction, neighbour, SNAP } from '../editing/blocks/geometry.ts'
import type { EditorServices } from '../editing/editor-services.ts'
import { keyboardTexts } from '../ui/texts/keyboard.ts'

interface Pressed {
  readonly key: string
  readonly nodeId: number
  readonly services: EditorServices
}

const directions: Readonly<Record<string, Direction>> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
}
const arrows = Object.keys(directions)
const texts = keyboardTexts.blockKeys

/** Keys on a block. */
export const blockKeys: readonly KeyBinding<Pressed>[] = [
  { keys: arrows, title: texts.neighbour, run: goTo },
  { keys: arrows.map((arrow) => `alt+${arrow}`), title: texts.move, run: moveBlock },
  { keys: ['Enter'], title: texts.open, run: openBlock },
  { keys: ['Escape'], title: texts.clear, run: ({ services }) => services.store.getState().clearSelection() },
]

/** Does what a key means on the block that has the focus. */
export function boardKeys(event: KeyboardEvent, services: EditorServices): void {
  const { target } = event
  const nodeId = target instanceof HTMLElement && target.dataset.nodeId ? Number(target.dataset.nodeId) : null
  if (nodeId === null) return
  const binding = blockKeys.find(({ keys }) => keys.some((key) => matchesShortcut(key, event)))
  if (!binding || (event.key === 'Escape' && !hasSelection(services))) return
  event.preventDefault()
  binding.run({ key: event.key, nodeId, services })
}

/** With nothing left to let go of, Esc is for the editor. */
export function hasSelection({ store }: EditorServices): boolean {
  const { nodeIds, connection, noteIds } = store.getState().selection
  return nodeIds.length > 0 || connection !== null || noteIds !== undefined
}

function goTo({ key, nodeId, services: { store, board } }: Pressed): void {
  const { document, selectNode } = store.getState()
  const direction = directions[key]
  const node = document.nodes.find((candidate) => candidate.id === nodeId)
  const next = node && direction && neighbour(node, direction, document.nodes)
  if (!next) return
  selectNode(next.id)
  board.current?.reveal(next.id)
  board.current?.focusBlock(next.id)
}

function openBlock({ nodeId, services: { store } }: Pressed): void {
  const { selectNode, showField } = store.getState()
  selectNode(nodeId)
  showField(nodeId, '')
}

const steps = { left: [-SNAP, 0], right: [SNAP, 0], up: [0, -SNAP], down: [0, SNAP] } as const

function moveBlock({ key, nodeId, services: { store } }: Pressed): void {
  const state = store.getState()
  const { document, selection, apply, shownRun } = state
  const direction = directions[key]
  if (shownRun || !direction) return
  const [dx, dy] = steps[direction]
  const moving = selection.nodeIds.includes(nodeId) ? selection.nodeIds : [nodeId]
  const places = document.nodes
    .filter((node) => moving.includes(node.id))
    .map((node) => [node.id, { x: node.position.x + dx, y: node.position.y + dy }] as const)
  apply((flow) => moveWithNotes(flow, new Map(places), shapeOfBlock(state)), {
    policy: 'merge',
    mergeKey: `move:${moving.join(',')}`,
  })
}
