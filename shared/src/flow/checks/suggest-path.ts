import { nearestName } from '../../expressions/index.ts'
import type { VariableAnalysis } from '../variables/analysis.ts'
import { hasBit } from '../variables/bit-set.ts'
import { pathOfKey } from '../variables/node-facts.ts'
import { systemFields } from '../variables/system-variables.ts'

type Path = readonly (string | number)[]

/**
 * The variable that was probably meant, among those that some path to the action sets: the same path with its
 * name or its field corrected, or `$ISMS_1.message` for a bare `$message`.
 */
export function suggestPath(analysis: VariableAnalysis, nodeId: number, path: Path): Path | null {
  const [name, field, ...rest] = path
  if (typeof name !== 'string') return null
  const set = pathsBefore(analysis, nodeId)
  const fields = fieldsBefore(analysis, nodeId, name)
  if (typeof field === 'string' && fields.length > 0) {
    const near = nearestName(field, fields)
    return near === undefined ? null : [name, near, ...rest]
  }
  const near = nearestName(name, new Set(set.map(([first = '']) => first)))
  if (near !== undefined) return [near, ...path.slice(1)]
  const output = set.find(([, last]) => last?.toLowerCase() === name.toLowerCase())
  return output === undefined ? null : [...output, ...path.slice(1)]
}

function pathsBefore({ before, indexes }: VariableAnalysis, nodeId: number): (readonly string[])[] {
  const some = before.get(nodeId)?.some
  if (some === undefined) return []
  return [...indexes].filter(([, index]) => hasBit(some, index)).map(([key]) => pathOfKey(key))
}

/** The fields that a system group or an action's own outputs have at an action; none for other names. */
export function fieldsBefore(analysis: VariableAnalysis, nodeId: number, name: string): string[] {
  const own = pathsBefore(analysis, nodeId).flatMap(([first, field]) =>
    first === name && field !== undefined ? [field] : [],
  )
  return [...systemFields(name), ...own]
}
