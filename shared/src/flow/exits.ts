import type { Exit, ExitRule, NodeDefinition, RowExitRule } from '../nodes/node-definition.ts'
import { conditionHolds } from './field-condition.ts'
import { inputAt, isRecord, ownValue, parseInputPath } from './input-path.ts'
import { withDefaults } from './with-defaults.ts'

/** The exit an action takes when it could not do its work. */
export const FAILURE_EXIT = 'failure'

export function isFailureExit(exitId: string): boolean {
  return exitId === FAILURE_EXIT
}

/** The exits of an action as its inputs stand now, from the top jack to the bottom one. */
export function exitsOf(definition: NodeDefinition, inputs: Readonly<Record<string, unknown>>): Exit[] {
  const complete = withDefaults(definition.inputs, inputs)
  return definition.exits.flatMap((rule) => exitsOfRule(rule, complete))
}

function exitsOfRule(rule: ExitRule, inputs: Readonly<Record<string, unknown>>): Exit[] {
  if ('perRow' in rule) return exitsPerRow(rule, inputs)
  return conditionHolds(rule.when, inputs) ? [{ id: rule.id, label: rule.label }] : []
}

function exitsPerRow(rule: RowExitRule, inputs: Readonly<Record<string, unknown>>): Exit[] {
  const rows = inputAt(inputs, parseInputPath(rule.perRow))
  return Array.isArray(rows) ? exitsOfRows(rule, rows) : []
}

/** The exits of a list, one for each row, in the order of the rows. */
export function exitsOfRows(rule: RowExitRule, rows: readonly unknown[]): Exit[] {
  const numbers = rowNumbers(rule, rows)
  return rows.map((row, index) => {
    const number = numbers[index] ?? 0
    const label = fillLabel(rule.label, row, number)
    return { id: `${rule.id}-${number}`, label: label === '' ? fillLabel(rule.unnamed, row, number) : label }
  })
}

/**
 * The number of each row: its own, or the lowest that is free where it has none or an earlier row has the same. So no two
 * rows share an exit, whatever a document says.
 */
export function rowNumbers({ numberField }: RowExitRule, rows: readonly unknown[]): number[] {
  const taken = new Set<number>()
  const own = rows.map((row) => {
    const number = isRecord(row) ? ownValue(row, numberField) : undefined
    if (!Number.isInteger(number) || Number(number) < 1 || taken.has(Number(number))) return undefined
    taken.add(Number(number))
    return Number(number)
  })
  let free = 1
  return own.map((number) => {
    if (number !== undefined) return number
    while (taken.has(free)) free += 1
    taken.add(free)
    return free
  })
}

/** The pattern with the values of one row. What follows an empty property leaves no stray colon. */
function fillLabel(pattern: string, row: unknown, number: number): string {
  const filled = pattern.replace(/\{(\w+)\}/g, (_, name: string) => {
    if (name === 'n') return String(number)
    const value = isRecord(row) ? ownValue(row, name) : undefined
    return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
  })
  return filled.trim().replace(/\s*[:,-]$/, '')
}
