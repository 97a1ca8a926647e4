import { isReserved, isVariableName } from '../../expressions/index.ts'
import { formatInputPath, inputAt, isRecord, ownValue } from '../input-path.ts'
import type { InputVisit } from '../walk-inputs.ts'
import type { Finding } from './input-findings.ts'

/** Names that an action gives to variables can be written, are free and stand once in their list. */
export function checkVariableName(input: InputVisit, prefixes: readonly string[]): Finding[] {
  const { schema, path, value } = input
  if (schema['x-variable-name'] !== true || typeof value !== 'string' || value.trim() === '') return []
  const base = { severity: 'error', path: formatInputPath(path) } as const
  if (value.startsWith('$')) return [{ ...base, ...nameWithDollar(value) }]
  if (!isVariableName(value)) {
    const message = `\`${value}\` cannot be the name of a variable. Use letters, digits and underscores.`
    return [{ ...base, code: 'INPUT_INVALID', message }]
  }
  if (isReserved(value, prefixes)) {
    const message = `\`${value}\` is set by Patchbay itself. Choose another name.`
    return [{ ...base, code: 'VARIABLE_RESERVED', message }]
  }
  const earlier = earlierRow(input)
  if (earlier === undefined) return []
  const message = `\`${value}\` stands in row ${earlier + 1} already. Choose another name, or remove one row.`
  return [{ ...base, code: 'VARIABLE_DUPLICATE', message }]
}

function nameWithDollar(value: string): Pick<Finding, 'code' | 'message' | 'fix'> {
  const bare = value.replace(/^\$+\{?|\}$/g, '')
  const message = `Write the name without the dollar sign; \`$\` comes before it where it is used.`
  if (bare === '') return { code: 'INPUT_INVALID', message }
  return { code: 'INPUT_INVALID', message, fix: { label: `Use ${bare}`, find: value, replacement: bare } }
}

/** The number of an earlier row of the same list with the same name. */
function earlierRow({ path, value, inputs }: InputVisit): number | undefined {
  const field = path.at(-1)
  const row = path.at(-2)
  if (typeof field !== 'string' || typeof row !== 'number') return undefined
  const rows: unknown = inputAt(inputs, path.slice(0, -2))
  if (!Array.isArray(rows)) return undefined
  const index = rows.findIndex((other: unknown) => isRecord(other) && ownValue(other, field) === value)
  return index < row ? index : undefined
}
