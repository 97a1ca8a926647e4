import { listReferences } from '../../expressions/index.ts'
import type { Catalog } from '../../nodes/node-definition.ts'
import { indexCatalog } from '../catalog-index.ts'
import { type InputPath, setAt } from '../input-path.ts'
import type { BoardNote, Connection, Flow, FlowNode, Position } from '../schema.ts'
import { replacementOf } from '../variables/rewrite-reference.ts'
import { walkInputs } from '../walk-inputs.ts'
import { roundPosition } from './nodes.ts'
import { nextNoteId } from './notes.ts'

/** Actions and notes taken from a board, with the connections among them. */
export interface FlowClip {
  readonly nodes: readonly FlowNode[]
  readonly connections: readonly Connection[]
  readonly notes: readonly BoardNote[]
}

/** What to take from a board. */
export interface ClipChoice {
  readonly nodeIds: Iterable<number>
  readonly noteIds?: Iterable<number>
}

export interface PasteOptions {
  /** Id of the first new action; the others follow. From `nextNodeId`. */
  readonly firstId: number
  /** How far the copies stand from where the originals stood. */
  readonly offset: Position
}

export interface PasteResult {
  readonly flow: Flow
  /** New Action IDs by the ids in the clip. */
  readonly ids: ReadonlyMap<number, number>
  readonly noteIds: readonly number[]
}

export function copyNodes(flow: Flow, { nodeIds, noteIds = [] }: ClipChoice): FlowClip {
  const wanted = new Set(nodeIds)
  const wantedNotes = new Set(noteIds)
  return {
    nodes: flow.nodes.filter((node) => wanted.has(node.id)),
    connections: flow.connections.filter(({ from, to }) => wanted.has(from) && wanted.has(to)),
    notes: flow.notes.filter((note) => wantedNotes.has(note.id)),
  }
}

/**
 * Adds a clip under new ids. Where a copied field uses outputs of an action that was copied with it
 * (`$EXTCALL_2.…`), it uses those of the copy. Sealed secrets stay references, which only their own flow accepts.
 */
export function pasteNodes(flow: Flow, catalog: Catalog, clip: FlowClip, options: PasteOptions): PasteResult {
  const ids = new Map(clip.nodes.map((node, index) => [node.id, options.firstId + index]))
  const names = renamedOutputs(catalog, clip, ids)
  const nodes = clip.nodes.map((node) => ({
    ...structuredClone(node),
    id: ids.get(node.id) ?? node.id,
    position: shifted(node.position, options.offset),
    inputs: renameInputs(node, catalog, names),
  }))
  const connections = clip.connections.flatMap(({ from, exit, to }) => {
    const copy = { from: ids.get(from), to: ids.get(to) }
    return copy.from === undefined || copy.to === undefined ? [] : [{ from: copy.from, exit, to: copy.to }]
  })
  const firstNote = nextNoteId(flow)
  const notes = clip.notes.map((note, index) => ({
    ...note,
    id: firstNote + index,
    position: shifted(note.position, options.offset),
  }))
  const noteIds = notes.map(({ id }) => id)
  if (nodes.length + notes.length === 0) return { flow, ids, noteIds }
  const pasted = { nodes: [...flow.nodes, ...nodes], connections: [...flow.connections, ...connections] }
  return { flow: { ...flow, ...pasted, notes: [...flow.notes, ...notes] }, ids, noteIds }
}

function shifted({ x, y }: Position, offset: Position): Position {
  return roundPosition({ x: x + offset.x, y: y + offset.y })
}

/** Copies actions and notes within a flow. */
export function duplicateNodes(flow: Flow, catalog: Catalog, what: ClipChoice, options: PasteOptions): PasteResult {
  return pasteNodes(flow, catalog, copyNodes(flow, what), options)
}

/** `EXTCALL_2` → `EXTCALL_7` for every copied action. */
function renamedOutputs(catalog: Catalog, clip: FlowClip, ids: ReadonlyMap<number, number>): Map<string, string> {
  const { definitions } = indexCatalog(catalog)
  return new Map(
    clip.nodes.flatMap((node) => {
      const prefix = definitions.of(node)?.variablePrefix
      return prefix === undefined ? [] : [[`${prefix}_${node.id}`, `${prefix}_${ids.get(node.id)}`] as const]
    }),
  )
}

function renameInputs(node: FlowNode, catalog: Catalog, names: ReadonlyMap<string, string>): Record<string, unknown> {
  const changes: { path: InputPath; text: string }[] = []
  const definition = indexCatalog(catalog).definitions.of(node)
  if (definition !== undefined) {
    walkInputs(definition.inputs, node.inputs, ({ schema, path, value }) => {
      if (schema['x-template'] === undefined || typeof value !== 'string') return
      const text = renameReferences(value, names)
      if (text !== value) changes.push({ path, text })
    })
  }
  return changes.reduce((inputs, { path, text }) => setAt(inputs, path, text), structuredClone(node.inputs))
}

function renameReferences(text: string, names: ReadonlyMap<string, string>): string {
  return listReferences(text).reduceRight((result, reference) => {
    const next = names.get(reference.name)
    if (next === undefined) return result
    const { start, end, text: token } = replacementOf(reference, [next, ...reference.path.slice(1)])
    return result.slice(0, start) + token + result.slice(end)
  }, text)
}
