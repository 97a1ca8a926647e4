import { nearestName } from '../../expressions/index.ts'
import type { VariableAnalysis } from '../variables/analysis.ts'
import { hasBit } from '../variables/bit-set.ts'
import type { VariableValues } from '../variables/solve-variables.ts'
import { systemGroups } from '../variables/system-variables.ts'

type Path = readonly (string | number)[]

/**
 * The variable that was probably meant, among those that some path to the action sets: the same path with its
 * name or its field corrected, or `$ISMS_1.message` for a bare `$message`.
 */
export function suggestPath(analysis: VariableAnalysis, nodeId: number, path: Path): Path | null {
  const [name, field, ...rest] = path
  if (typeof name !== 'string') return null
  const fields = fieldsBefore(analysis, nodeId, name)
  if (typeof field === 'string' && fields.length > 0) {
    const near = nearestName(field, fields)
    return near === undefined ? null : [name, near, ...rest]
  }
  const near = nearName(analysis.values, nodeId, name)
  if (near !== undefined) return [near, ...path.slice(1)]
  const output = outputCalled(analysis.values, nodeId, name)
  return output === undefined ? null : [...output, ...path.slice(1)]
}

/** The fields that a system group or an action's own outputs have at an action; none for other names. */
export function fieldsBefore(
  { values, system: known }: VariableAnalysis,
  nodeId: number,
  name: string,
): readonly string[] {
  const system = known.fieldsOf(name)
  if (system.length > 0 || !values.roots.has(name)) return system
  return values.paths.flatMap(([first, field], index) =>
    first === name && field !== undefined && isSetBefore(values, nodeId, index) ? [field] : [],
  )
}

/** A name written as outputs are, such as `EXTCALL_2` or `SMS3`. */
const outputShape = /^[A-Z]+_?\d+$/

/** Nearest names by the solution they belong to: comparing hundreds of names takes a while. */
const nearNames = new WeakMap<VariableValues, Map<string, string | undefined>>()

function nearName(values: VariableValues, nodeId: number, name: string): string | undefined {
  const known = nearNames.get(values) ?? new Map<string, string | undefined>()
  nearNames.set(values, known)
  if (!known.has(name)) known.set(name, nearestName(name, namesLike(values, name)))
  const near = known.get(name)
  if (near === undefined || systemGroups.has(near) || isNameSet(values, nodeId, near)) return near
  return nearestName(
    name,
    [...namesLike(values, name)].filter((other) => isNameSet(values, nodeId, other)),
  )
}

/** Names that come into question: `EXTCALL_2` only for a name that looks like one. */
function namesLike({ paths, roots }: VariableValues, name: string): Set<string> {
  const names = new Set(systemGroups)
  const withOutputs = outputShape.test(name)
  for (const [first = '', field] of paths) {
    if (field === undefined && (withOutputs || !roots.has(first))) names.add(first)
  }
  return names
}

function outputCalled(values: VariableValues, nodeId: number, name: string): readonly string[] | undefined {
  const wanted = name.toLowerCase()
  return values.paths.find(([, field], index) => field?.toLowerCase() === wanted && isSetBefore(values, nodeId, index))
}

function isNameSet(values: VariableValues, nodeId: number, name: string): boolean {
  const index = values.indexes.get(name)
  return index !== undefined && isSetBefore(values, nodeId, index)
}

function isSetBefore({ before }: VariableValues, nodeId: number, index: number): boolean {
  const some = before.get(nodeId)?.some
  return some !== undefined && hasBit(some, index)
}
