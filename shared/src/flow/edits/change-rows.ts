import type { NodeDefinition, RowExitRule } from '../../nodes/node-definition.ts'
import { exitsOf, rowNumbers } from '../exits.ts'
import { formatInputPath, type InputPath, inputAt, isRecord, setAt } from '../input-path.ts'
import type { Flow, FlowNode } from '../schema.ts'
import { withDefaults } from '../with-defaults.ts'
import { editNode } from './edit-node.ts'

/** What becomes of the rows of a list. */
export type RowChange =
  | { readonly kind: 'add'; readonly row: Readonly<Record<string, unknown>> }
  | { readonly kind: 'remove'; readonly index: number }
  | { readonly kind: 'move'; readonly index: number; readonly to: number }

/** The rows after a change. An index that no row has changes nothing. */
export function changedRows(rows: readonly unknown[], change: RowChange): readonly unknown[] {
  if (change.kind === 'add') return [...rows, change.row]
  const { index } = change
  if (!(index in rows)) return rows
  if (change.kind === 'remove') return rows.toSpliced(index, 1)
  return change.to in rows ? rows.toSpliced(index, 1).toSpliced(change.to, 0, rows[index]) : rows
}

/**
 * Adds, removes or moves a row of a list input. Where rows have exits, each keeps its own together with what is connected
 * there; the connection of a removed row goes with it.
 */
export function changeRows(
  flow: Flow,
  definition: NodeDefinition,
  nodeId: number,
  list: InputPath,
  change: RowChange,
): Flow {
  const listName = formatInputPath(list)
  const rule = definition.exits.find((exit): exit is RowExitRule => 'perRow' in exit && exit.perRow === listName)
  const before = flow.nodes.find(({ id }) => id === nodeId)
  if (before === undefined) return flow
  const changed = editNode(flow, nodeId, (node) => withRows(node, { list, change, rule, definition }))
  if (rule === undefined || change.kind !== 'remove') return changed
  const after = changed.nodes.find(({ id }) => id === nodeId) ?? before
  const left = new Set(exitsOf(definition, after.inputs).map(({ id }) => id))
  const gone = new Set(exitsOf(definition, before.inputs).flatMap(({ id }) => (left.has(id) ? [] : [id])))
  const connections = flow.connections.filter(({ from, exit }) => from !== nodeId || !gone.has(exit))
  return connections.length === flow.connections.length ? changed : { ...changed, connections }
}

interface Edit {
  readonly list: InputPath
  readonly change: RowChange
  readonly rule: RowExitRule | undefined
  readonly definition: NodeDefinition
}

function withRows(node: FlowNode, { list, change, rule, definition }: Edit): FlowNode {
  const found: unknown = inputAt(withDefaults(definition.inputs, node.inputs), list)
  const rows: readonly unknown[] = Array.isArray(found) ? found : []
  if (rule === undefined) return { ...node, inputs: setAt(node.inputs, list, changedRows(rows, change)) }
  const numbers = rowNumbers(rule, rows)
  const numbered = rows.map((row, index) => (isRecord(row) ? { ...row, [rule.numberField]: numbers[index] } : row))
  const given = Number(inputAt(node.inputs, [rule.highestField]) ?? 0)
  const highest = Math.max(0, given, ...numbers)
  const next = change.kind === 'add' ? highest + 1 : highest
  const numberedChange =
    change.kind === 'add' ? { ...change, row: { ...change.row, [rule.numberField]: next } } : change
  const inputs = setAt(node.inputs, list, changedRows(numbered, numberedChange))
  return { ...node, inputs: setAt(inputs, [rule.highestField], next) }
}
