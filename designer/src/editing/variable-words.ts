import { type Flow, type FlowNode, indexCatalog, systemVariablesOf } from '@patchbay/shared/flow'
import type { Catalog, NodeDefinition } from '@patchbay/shared/nodes'

type Path = readonly (string | number)[]
type DefinitionOf = (node: FlowNode) => NodeDefinition | null | undefined

const BETWEEN = ' › '
const OUTPUT = /^[A-Z]+_(\d+)$/
/** Titles that are longer explain rather than name. */
const LONGEST_TITLE = 32

/**
 * What a variable holds, in words: `Our number` of `$DNIS`, `Ask size › Text of the answer` of `$SMS_2.reply.text`, and
 * `temp` of `$temp`, which people have named themselves.
 */
export function variableWords(path: Path, flow: Pick<Flow, 'nodes'>, catalog: Catalog): string {
  const definitionOf = indexCatalog(catalog).definitions.of
  const known = ofAction(path, flow, definitionOf) ?? ofSystem(path, catalog) ?? ofSet(path, flow, definitionOf)
  // The output of an action that is not there has no words: its code tells what was meant.
  return known ?? (OUTPUT.test(String(path[0])) ? `$${path.join('.')}` : path.join(BETWEEN))
}

/** Of what an action leaves behind: its name, and the title of the output. */
function ofAction([head, ...rest]: Path, { nodes }: Pick<Flow, 'nodes'>, definitionOf: DefinitionOf): string | null {
  const id = OUTPUT.exec(String(head))?.[1]
  const node = id === undefined ? undefined : nodes.find((candidate) => candidate.id === Number(id))
  const definition = node && definitionOf(node)
  if (!node || !definition || head !== `${definition.variablePrefix}_${node.id}`) return null
  const [name, field, ...deeper] = rest
  const output = definition.outputs.find((candidate) => candidate.name === name)
  if (output === undefined) return [node.name, ...rest].join(BETWEEN)
  const known = output.fields?.find((candidate) => candidate.name === field)
  if (known) return [node.name, short(known.title), ...deeper].join(BETWEEN)
  return [node.name, short(output.title), ...(field === undefined ? [] : [field]), ...deeper].join(BETWEEN)
}

function ofSystem([group, field, ...deeper]: Path, catalog: Catalog): string | null {
  const known = systemVariablesOf(catalog).list.find(({ path }) => path[0] === group && path[1] === field)
  return known === undefined ? null : [short(known.title), ...deeper].join(BETWEEN)
}

/** Of a name that triggers set themselves, such as `$ANI`. */
function ofSet([head, ...deeper]: Path, { nodes }: Pick<Flow, 'nodes'>, definitionOf: DefinitionOf): string | null {
  for (const node of nodes) {
    const rule = definitionOf(node)?.sets.find((candidate) => 'name' in candidate && candidate.name === head)
    if (rule && 'title' in rule && rule.title.length <= LONGEST_TITLE) return [rule.title, ...deeper].join(BETWEEN)
  }
  return null
}

/** `Error code` of `Error code, empty when all went well`. */
function short(title: string): string {
  return title.split(',', 1)[0] ?? title
}
