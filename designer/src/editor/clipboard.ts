import {
  boundsOf,
  clipText,
  type FlowNode,
  type Position,
  pasteNodes,
  readClipText,
  withoutTypedSecrets,
} from '@patchbay/shared/flow'
import { shapeOfBlock } from '../board/block-sizes.ts'
import { BLOCK_WIDTH, blockHeight, snapped } from '../board/geometry.ts'
import { boardToolTexts } from '../ui/texts/board-tools.ts'
import { toasts } from '../ui/toasts.tsx'
import type { EditorServices } from './editor-services.ts'
import type { EditorState } from './store/editor-state.ts'

/** As many actions as the document format allows. */
const MOST_ACTIONS = 2_000
const texts = boardToolTexts.clipboard

/** The selected actions as text for the clipboard, without secrets in plain text. Null when none is selected. */
export function selectionAsText(state: EditorState): string | null {
  const { document, savedDocument, definitions, flowId, selection } = state
  if (selection.nodeIds.length === 0) return null
  return clipText(withoutTypedSecrets(document, savedDocument, definitions), flowId, selection.nodeIds)
}

/** Puts copied actions at the pointer or beside their originals. Any other text is refused in words. */
export function pasteText({ store, board }: EditorServices, text: string): void {
  const state = store.getState()
  if (!canPaste(state)) return
  const clip = readClipText(text, state.flowId)
  const { nodes, refused } = allowed(clip?.nodes ?? [], state)
  const names = [...new Set(refused.map((node) => node.name))].join(', ')
  const refusal = clip ? refusalOf(nodes, names, state) : texts.foreign
  if (!clip || refusal !== null) {
    toasts.warning({ id: 'paste', title: texts.refused, message: refusal ?? texts.foreign })
    return
  }
  const isForeign = clip.flowId !== state.flowId
  const at = board.current?.pointer?.() ?? (isForeign ? board.current?.centre() : null) ?? null
  const offset = at ? offsetTo(nodes, at, state) : offsetBeside(nodes, state.document.nodes)
  const firstId = state.takeNodeIds(nodes.length)
  const { flow, ids } = pasteNodes(state.document, state.catalog, { ...clip, nodes }, { firstId, offset })
  state.apply(() => flow, { select: { nodeIds: [...ids.values()], connection: null } })
  board.current?.reveal(firstId)
  if (refused.length > 0) {
    toasts.warning({ id: 'paste', title: texts.partly(names), message: texts.onlyOnce(names) })
  }
}

function refusalOf(nodes: readonly FlowNode[], refusedNames: string, { document }: EditorState): string | null {
  if (nodes.length === 0) return texts.onlyOnce(refusedNames)
  return document.nodes.length + nodes.length > MOST_ACTIONS ? texts.tooMany(MOST_ACTIONS) : null
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
    const isAllowed = count < (definitions.get(node.type)?.maxPerFlow ?? Number.POSITIVE_INFINITY)
    if (isAllowed) counts.set(node.type, count + 1)
    ;(isAllowed ? kept : refused).push(node)
  }
  return { nodes: kept, refused }
}

/** How far the middle of the copied actions is from `at`. */
function offsetTo(nodes: readonly FlowNode[], at: Position, { document, definitions }: EditorState): Position {
  const shapeOf = shapeOfBlock({ document: { ...document, nodes: [...nodes], connections: [] }, definitions })
  const { left, top, right, bottom } = boundsOf(
    nodes.map((node) => {
      const { width, height } = shapeOf(node)
      return { position: node.position, width, height }
    }),
  )
  const wanted = snapped({ x: at.x - (right - left) / 2, y: at.y - (bottom - top) / 2 })
  return { x: wanted.x - left, y: wanted.y - top }
}

/** A little to the right and below, and again, until no copy lies exactly on another block. */
function offsetBeside(nodes: readonly FlowNode[], others: readonly FlowNode[]): Position {
  const taken = new Set(others.map(({ position }) => `${position.x} ${position.y}`))
  for (let step = 0; ; step += 40) {
    const isFree = nodes.every(({ position }) => !taken.has(`${position.x + step} ${position.y + step}`))
    if (isFree) return { x: step, y: step }
  }
}

/** The middle of a block with two exits, from its corner. */
export const blockMiddle: Position = { x: BLOCK_WIDTH / 2, y: blockHeight(2) / 2 }
