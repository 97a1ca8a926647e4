import { listReferences } from '@patchbay/shared/expressions'

/**
 * Where something dropped at `position` of a template text goes: to the nearer end of the variable that stands there,
 * because words are drawn over its code. Between functions and their arguments people see what they hit.
 */
export function besideVariable(text: string, position: number): number {
  const hit = listReferences(text).find(
    ({ start, end, kind }) => kind !== 'argument' && start < position && position < end,
  )
  if (hit === undefined || text.slice(hit.start, hit.end).includes('|')) return position
  return position - hit.start < hit.end - position ? hit.start : hit.end
}
