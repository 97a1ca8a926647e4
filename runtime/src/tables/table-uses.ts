import { type Flow, type FlowNode, type FlowProblem, formatInputPath, walkInputs } from '@patchbay/shared/flow'
import type { NodeDefinition } from '@patchbay/shared/nodes'
import { TABLE_COLUMNS, TABLES } from '../kit/tables.ts'
import type { FlowRepository } from '../store/repositories/flow-repository.ts'
import type { TableRecord, TableRepository } from './table-repository.ts'

type DefinitionOf = (node: FlowNode) => NodeDefinition | undefined

/** A table that a node names, with the columns that it names beside. */
interface TableUse {
  readonly nodeId: number
  readonly path: string
  readonly table: string
  readonly columns: readonly { readonly id: string; readonly path: string }[]
}

function tableUses(flow: Flow, definitionOf: DefinitionOf): readonly TableUse[] {
  return flow.nodes.flatMap((node): TableUse[] => {
    const definition = definitionOf(node)
    if (definition === undefined || node.disabled === true) return []
    let table: { readonly id: string; readonly path: string } | undefined
    const columns: { readonly id: string; readonly path: string }[] = []
    walkInputs(definition.inputs, node.inputs, ({ schema, value, path, visible }) => {
      const source = schema['x-ui']?.options
      if (!visible || typeof value !== 'string' || value === '') return
      const place = { id: value, path: `inputs.${formatInputPath(path)}` }
      if (source === TABLES) table = place
      if (source === TABLE_COLUMNS) columns.push(place)
    })
    return table === undefined ? [] : [{ nodeId: node.id, path: table.path, table: table.id, columns }]
  })
}

/** Returns a function that lists the names of the live flows that use a table, or one column of it. */
export function flowsUsingTable(flows: Pick<FlowRepository, 'live'>, definitionOf: DefinitionOf) {
  return async (table: string, column?: string): Promise<readonly string[]> => {
    const uses = ({ document }: { readonly document: Flow }) =>
      tableUses(document, definitionOf).some(
        (use) => use.table === table && (column === undefined || use.columns.some(({ id }) => id === column)),
      )
    return (await flows.live()).filter(uses).map(({ name }) => name)
  }
}

/** Returns a problem for every table and column that does not exist. */
export async function tableProblems(
  flow: Flow,
  definitionOf: DefinitionOf,
  tables: Pick<TableRepository, 'all'>,
): Promise<readonly FlowProblem[]> {
  const uses = tableUses(flow, definitionOf)
  if (uses.length === 0) return []
  const all = new Map((await tables.all()).map((table) => [table.id, table]))
  return uses.flatMap((use) => problemsOf(use, all.get(use.table)))
}

function problemsOf({ nodeId, path, table: id, columns }: TableUse, table: TableRecord | undefined): FlowProblem[] {
  const problem = (at: string, message: string): FlowProblem => ({
    severity: 'error',
    nodeId,
    path: at,
    code: 'INPUT_INVALID',
    message,
  })
  if (table === undefined) {
    return [problem(path, `There is no table "${id}". Choose another one, or make it under Tables.`)]
  }
  return columns
    .filter((column) => !table.columns.some((own) => own.id === column.id))
    .map((column) =>
      problem(column.path, `The table "${table.name}" has no column "${column.id}". Choose another one.`),
    )
}
