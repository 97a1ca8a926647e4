import type { Catalog } from '../../nodes/node-definition.ts'
import { indexCatalog } from '../catalog-index.ts'
import type { InputPath } from '../input-path.ts'
import { setAt } from '../input-path.ts'
import type { Flow, FlowNode } from '../schema.ts'
import { replacementOf } from '../variables/rewrite-reference.ts'
import { type VariableUse, variableUses } from '../variables/variable-uses.ts'
import { walkInputs } from '../walk-inputs.ts'
import { editNode } from './edit-node.ts'

export interface VariableRename {
  /** The action that sets the variable by a row of its own. */
  readonly nodeId: number
  readonly from: string
  readonly to: string
  /**
   * `reached`, the default: this action's row and the uses its value can come to. `everywhere`: every action that
   * sets the name, and every use.
   */
  readonly scope?: 'reached' | 'everywhere'
}

/**
 * Gives a variable another name, where it is set and where it is used. The same flow comes back when the name
 * stays or the action sets no such variable.
 */
export function renameVariable(flow: Flow, catalog: Catalog, { nodeId, from, to, scope }: VariableRename): Flow {
  if (from === to || from === '' || to === '') return flow
  const { reached, elsewhere, alsoSetBy } = variableUses(flow, catalog, nodeId, from)
  const isEverywhere = scope === 'everywhere'
  const renamed = renameRows(flow, catalog, isEverywhere ? [nodeId, ...alsoSetBy] : [nodeId], { from, to })
  if (renamed === flow) return flow
  return [...reached, ...(isEverywhere ? elsewhere : [])].reduce((next, use) => renameUse(next, use, from, to), renamed)
}

function renameRows(
  flow: Flow,
  catalog: Catalog,
  nodeIds: readonly number[],
  { from, to }: Pick<VariableRename, 'from' | 'to'>,
): Flow {
  return nodeIds.reduce(
    (next, nodeId) =>
      editNode(next, nodeId, (node) =>
        namePaths(node, catalog, from).reduce((changed, path) => withInput(changed, path, to), node),
      ),
    flow,
  )
}

/** The cells of an action in which it gives this name to a variable. */
function namePaths(node: FlowNode, catalog: Catalog, name: string): InputPath[] {
  const definition = indexCatalog(catalog).definitions.of(node)
  const paths: InputPath[] = []
  if (definition === undefined) return paths
  walkInputs(definition.inputs, node.inputs, ({ schema, path, value }) => {
    if (schema['x-variable-name'] === true && value === name) paths.push(path)
  })
  return paths
}

function renameUse(flow: Flow, use: VariableUse, from: string, to: string): Flow {
  return editNode(flow, use.nodeId, (node) => withInput(node, use.path, renamedText(use, from, to)))
}

function withInput(node: FlowNode, path: InputPath, value: string): FlowNode {
  return { ...node, inputs: setAt(node.inputs, path, value) }
}

/** The text with each token rewritten in its own form, the closing tags of renamed sections included. */
function renamedText({ text, references, scan }: VariableUse, from: string, to: string): string {
  const tokens = references.map((reference) => replacementOf(reference, [to, ...reference.path.slice(1)]))
  const opened = new Set(references.map(({ start }) => start))
  const closing: { start: number; end: number; text: string }[] = []
  const open: { readonly start: number; readonly name: string }[] = []
  for (const piece of scan.pieces) {
    if (piece.type === 'section') open.push(piece)
    if (piece.type !== 'close') continue
    const section = open.pop()
    if (section === undefined || !opened.has(section.start)) continue
    const name = section.name.replace(from, () => to)
    const tag = text.slice(piece.start, piece.end).replace(piece.name, () => name)
    closing.push({ start: piece.start, end: piece.end, text: tag })
  }
  // From the end, so that earlier places stay where they are.
  return [...tokens, ...closing]
    .sort((a, b) => b.start - a.start)
    .reduce((result, { start, end, text: token }) => result.slice(0, start) + token + result.slice(end), text)
}
