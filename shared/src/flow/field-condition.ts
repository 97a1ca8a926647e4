import type { FieldCondition } from '../nodes/ui-schema.ts'
import { inputAt, parseInputPath } from './input-path.ts'

/** Whether the input a condition names has one of the wanted values, or any at all. No condition always holds. */
export function conditionHolds(condition: FieldCondition | undefined, inputs: unknown): boolean {
  if (condition === undefined) return true
  if (!conditionHolds(condition.and, inputs)) return false
  const value = inputAt(inputs, parseInputPath(condition.field))
  if ('isSet' in condition) return isSet(value) === condition.isSet
  if ('not' in condition) return value !== condition.not
  const wanted = condition.equals
  if (typeof wanted === 'object') return wanted.some((candidate) => candidate === value)
  return wanted === value
}

function isSet(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : Boolean(value)
}
