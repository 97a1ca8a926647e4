import type { Exit, ExitRule, NodeDefinition } from '../nodes/node-definition.ts'
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

function exitsPerRow(rule: Extract<ExitRule, { perRow: string }>, inputs: Readonly<Record<string, unknown>>): Exit[] {
  const rows = inputAt(inputs, parseInputPath(rule.perRow))
  if (!Array.isArray(rows)) return []
  const idPattern = rule.id.includes('{n}') ? rule.id : `${rule.id}-{n}`
  return rows.map((row: unknown, index) => ({
    id: idPattern.replaceAll('{n}', String(index + 1)),
    label: fillLabel(rule.label, row, index + 1),
  }))
}

/** `Option {n}: {label}` for one row; what follows an empty property does not leave a stray colon. */
function fillLabel(pattern: string, row: unknown, number: number): string {
  const filled = pattern.replace(/\{(\w+)\}/g, (_, name: string) => {
    if (name === 'n') return String(number)
    const value = isRecord(row) ? ownValue(row, name) : undefined
    return typeof value === 'string' || typeof value === 'number' ? String(value) : ''
  })
  return filled.trim().replace(/\s*[:,-]$/, '')
}
