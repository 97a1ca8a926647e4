import { diffFlows, type Flow, type FlowChange, type FlowNode } from '@patchbay/shared/flow'
import type { Catalog } from '@patchbay/shared/nodes'
import type { EditorState } from '../editing/store/editor-state.ts'

export interface BlockChange {
  readonly kind: 'added' | 'changed'
  /** What became of it, a sentence each. */
  readonly sentences: readonly string[]
}

/** The difference between a version and the board, block by block. */
export interface BoardChanges {
  readonly blocks: ReadonlyMap<number, BlockChange>
  /** Blocks that the version has and the board has not, where they stood. */
  readonly removed: readonly FlowNode[]
}

/** What the board changes against a version. A connection that came or went changes the block it leaves. */
export function boardChangesOf(before: Flow, document: Flow, catalog: Catalog): BoardChanges {
  const blocks = new Map<number, BlockChange>()
  const present = new Set(document.nodes.map(({ id }) => id))
  for (const change of diffFlows(before, document, catalog)) {
    if (change.nodeId !== undefined && present.has(change.nodeId)) note(blocks, change.nodeId, change)
  }
  return { blocks, removed: before.nodes.filter(({ id }) => !present.has(id)) }
}

function note(blocks: Map<number, BlockChange>, nodeId: number, { kind, sentence }: FlowChange): void {
  const known = blocks.get(nodeId)
  const isAdded = kind === 'added' || known?.kind === 'added'
  blocks.set(nodeId, { kind: isAdded ? 'added' : 'changed', sentences: [...(known?.sentences ?? []), sentence] })
}

const cache = new WeakMap<Flow, { readonly before: Flow; readonly changes: BoardChanges }>()

/** The comparison that the board shows; null while it shows none. */
export function boardChangesIn({ compared, document, catalog }: EditorState): BoardChanges | null {
  if (compared === null) return null
  const known = cache.get(document)
  if (known?.before === compared.document) return known.changes
  const changes = boardChangesOf(compared.document, document, catalog)
  cache.set(document, { before: compared.document, changes })
  return changes
}
