import type { NumberResource } from '@patchbay/shared/api'

export type NumberFilter = 'all' | 'free' | 'used'

/** The numbers of a tab of Number Assignment that the search finds. Blanks in numbers do not matter. */
export function findNumbers(
  numbers: readonly NumberResource[],
  filter: NumberFilter,
  search: string,
): NumberResource[] {
  const wanted = search.trim().toLowerCase()
  const digits = wanted.replaceAll(/[\s()-]/g, '')
  return numbers.filter((number) => {
    if (filter !== 'all' && (number.assignments.sms === null) !== (filter === 'free')) return false
    const words = `${number.label} ${number.accountName} ${number.flowName ?? ''}`.toLowerCase()
    return wanted === '' || words.includes(wanted) || (digits !== '' && number.number.includes(digits))
  })
}

/** Those of the ticked numbers that start another flow now. */
export function takenNumbers(ticked: readonly NumberResource[], flowId: string): NumberResource[] {
  return ticked.filter(({ assignments }) => assignments.sms !== null && assignments.sms !== flowId)
}

/** Names of the flows that have no number left once `gone` are taken from them. */
export function assignmentLosses(gone: readonly NumberResource[], all: readonly NumberResource[]): string[] {
  const goneNumbers = new Set(gone.map(({ number }) => number))
  const names = new Map<string, string>()
  for (const { assignments, flowName } of gone) {
    if (assignments.sms === null) continue
    const keepsOne = all.some(
      ({ number, assignments: other }) => other.sms === assignments.sms && !goneNumbers.has(number),
    )
    if (!keepsOne) names.set(assignments.sms, flowName ?? '')
  }
  return [...names.values()].filter((name) => name !== '')
}
