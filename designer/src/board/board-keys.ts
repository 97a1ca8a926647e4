import { moveWithNotes } from '@patchbay/shared/flow'
import type { KeyboardEvent } from 'react'
import type { EditorServices } from '../editor/editor-services.ts'
import { shapeOfBlock } from './block-sizes.ts'
import { type Direction, neighbour, SNAP } from './geometry.ts'

const directions: Readonly<Record<string, Direction>> = {
  ArrowLeft: 'left',
  ArrowRight: 'right',
  ArrowUp: 'up',
  ArrowDown: 'down',
}

/**
 * Keys on a block: arrows lead to the next block, with Alt they move it, Enter goes to its panel, Esc lets go
 * of the selection.
 */
export function boardKeys(event: KeyboardEvent, services: EditorServices): void {
  const { target } = event
  const nodeId = target instanceof HTMLElement && target.dataset.nodeId ? Number(target.dataset.nodeId) : null
  if (nodeId === null) return
  const direction = directions[event.key]
  if (direction && event.altKey) moveBlock(services, nodeId, direction)
  else if (direction) goTo(services, nodeId, direction)
  else if (event.key === 'Enter') openBlock(services, nodeId)
  else if (event.key === 'Escape') services.store.getState().clearSelection()
  else return
  event.preventDefault()
}

function goTo({ store, board }: EditorServices, nodeId: number, direction: Direction): void {
  const { document, selectNode } = store.getState()
  const node = document.nodes.find((candidate) => candidate.id === nodeId)
  const next = node && neighbour(node, direction, document.nodes)
  if (!next) return
  selectNode(next.id)
  board.current?.reveal(next.id)
  board.current?.focusBlock(next.id)
}

function openBlock({ store }: EditorServices, nodeId: number): void {
  const { selectNode, showField } = store.getState()
  selectNode(nodeId)
  showField(nodeId, '')
}

const steps = { left: [-SNAP, 0], right: [SNAP, 0], up: [0, -SNAP], down: [0, SNAP] } as const

function moveBlock({ store }: EditorServices, nodeId: number, direction: Direction): void {
  const state = store.getState()
  const { document, selection, apply, shownRun } = state
  if (shownRun) return
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
