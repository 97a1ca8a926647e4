import { isReserved, isVariableName } from '@patchbay/shared/expressions'
import type { JsonPath } from '@patchbay/shared/queries'

/** A name for the value at a place: its label, or the nearest one above, made fit and unlike the taken names. */
export function proposedName(path: JsonPath, taken: readonly string[]): string {
  const label = path.findLast((part) => typeof part === 'string')
  const words = String(label ?? 'value')
    .replaceAll(/[^A-Za-z0-9_]+/g, '_')
    .replaceAll(/^_+|_+$/g, '')
  const base = /^[A-Za-z_]/.test(words) ? words : `value${words === '' ? '' : `_${words}`}`
  if (!taken.includes(base)) return base
  let number = 2
  while (taken.includes(`${base}${number}`)) number += 1
  return `${base}${number}`
}

export type NameProblem = 'empty' | 'bad' | 'reserved' | 'taken'

/** What is wrong with a name for a response variable, or null. */
export function nameProblem(name: string, taken: readonly string[], prefixes: readonly string[]): NameProblem | null {
  if (name === '') return 'empty'
  if (!isVariableName(name)) return 'bad'
  if (isReserved(name, prefixes)) return 'reserved'
  return taken.includes(name) ? 'taken' : null
}
