import {
  boundsOf,
  clipText,
  type Flow,
  type FlowClip,
  type FlowNode,
  MAX_NODES,
  MAX_NOTES,
  type Placed,
  type Position,
  pasteNodes,
  readClipText,
  withoutTypedSecrets,
} from '@patchbay/shared/flow'
import { boardToolTexts } from '../ui/texts/board-tools.ts'
import { toasts } from '../ui/toasts.tsx'
import { shapeOfBlock } from './blocks/block-sizes.ts'
import { BLOCK_WIDTH, blockHeight, snapped } from './blocks/geometry.ts'
import type { EditorServices } from './editor-services.ts'
import type { EditorState, Selection } from './store/editor-state.ts'

const texts = boardToolTexts.clipboard

/** The selected actions and notes as text for the clipboard, without secrets in plain text. Null when there are none. */
export function selectionAsText(state: EditorState): string | null {
  const { document, savedDocument, definitions, flowId, selection } = state
  if (!hasCopyable(selection)) return null
  return clipText(withoutTypedSecrets(document, savedDocument, definitions), flowId, selection)
}

/** Actions or notes are selected. */
export function hasCopyable({ nodeIds, noteIds = [] }: Selection): boolean {
  return nodeIds.length + noteIds.length > 0
}

/** Puts copied actions and notes at the pointer or beside their originals. Any other text is refused in words. */
export function pasteText({ store, board }: EditorServices, text: string): void {
  const state = store.getState()
  if (!canPaste(state)) return
  const clip = readClipText(text, state.flowId)
  const { nodes, refused } = allowed(clip?.nodes ?? [], state)
  const names = [...new Set(refused.map((node) => node.name))].join(', ')
  const refusal = clip ? refusalOf({ ...clip, nodes }, names, state) : texts.foreign
  if (!clip || refusal !== null) {
    toasts.warning({ id: 'paste', title: texts.refused, message: refusal ?? texts.foreign })
    return
  }
  const isForeign = clip.flowId !== state.flowId
  const at = board.current?.pointer?.() ?? (isForeign ? board.current?.centre() : null) ?? null
  const boxes = boxesOf({ ...clip, nodes }, state)
  const offset = at ? offsetTo(boxes, at) : offsetBeside(boxes, state.document)
  const firstId = state.takeNodeIds(nodes.length)
  const { flow, ids, noteIds } = pasteNodes(state.document, state.catalog, { ...clip, nodes }, { firstId, offset })
  state.apply(() => flow, { select: selectionOf([...ids.values()], noteIds) })
  if (nodes.length > 0) board.current?.reveal(firstId)
  if (refused.length > 0) {
    toasts.warning({ id: 'paste', title: texts.partly(names), message: texts.onlyOnce(names) })
  }
}

/** These actions and notes, and no connection. */
export function selectionOf(nodeIds: readonly number[], noteIds: readonly number[]): Selection {
  return { nodeIds, connection: null, ...(noteIds.length > 0 ? { noteIds } : {}) }
}

function refusalOf({ nodes, notes }: FlowClip, refusedNames: string, { document }: EditorState): string | null {
  if (nodes.length + notes.length === 0) return texts.onlyOnce(refusedNames)
  if (document.notes.length + notes.length > MAX_NOTES) return boardToolTexts.notes.tooMany
  return document.nodes.length + nodes.length > MAX_NODES ? texts.tooMany(MAX_NODES) : null
}

export function canPaste({ canEdit, shownRun }: EditorState): boolean {
  return canEdit && shownRun === null
}

/** Without those whose type is already there as often as it may be. */
function allowed(nodes: readonly FlowNode[], { definitions, document }: EditorState) {
  const counts = new Map<string, number>()
  for (const { type } of document.nodes) counts.set(type, (counts.get(type) ?? 0) + 1)
  const kept: FlowNode[] = []
  const refused: FlowNode[] = []
  for (const node of nodes) {
    const count = counts.get(node.type) ?? 0
    const isAllowed = count < (definitions.of(node)?.maxPerFlow ?? Number.POSITIVE_INFINITY)
    if (isAllowed) counts.set(node.type, count + 1)
    ;(isAllowed ? kept : refused).push(node)
  }
  return { nodes: kept, refused }
}

function boxesOf({ nodes, notes }: FlowClip, { document, definitions }: EditorState): Placed[] {
  const shapeOf = shapeOfBlock({ document: { ...document, nodes: [...nodes], connections: [] }, definitions })
  return [
    ...nodes.map((node) => {
      const { width, height } = shapeOf(node)
      return { id: node.id, position: node.position, width, height }
    }),
    ...notes.map(({ id, position, size }) => ({ id, position, ...size })),
  ]
}

/** How far the middle of what was copied is from `at`. */
function offsetTo(boxes: readonly Placed[], at: Position): Position {
  const { left, top, right, bottom } = boundsOf(boxes)
  const wanted = snapped({ x: at.x - (right - left) / 2, y: at.y - (bottom - top) / 2 })
  return { x: wanted.x - left, y: wanted.y - top }
}

/** A little to the right and below, and again, until no copy lies exactly on something else. */
function offsetBeside(boxes: readonly Placed[], { nodes, notes }: Flow): Position {
  const taken = new Set([...nodes, ...notes].map(({ position }) => `${position.x} ${position.y}`))
  for (let step = 0; ; step += 40) {
    const isFree = boxes.every(({ position }) => !taken.has(`${position.x + step} ${position.y + step}`))
    if (isFree) return { x: step, y: step }
  }
}

/** The middle of a block with two exits, from its corner. */
export const blockMiddle: Position = { x: BLOCK_WIDTH / 2, y: blockHeight(2) / 2 }
