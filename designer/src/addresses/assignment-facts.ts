import { type AddressResource, addressKey } from '@patchbay/shared/api'

export type AddressFilter = 'all' | 'free' | 'used'

/** The addresses of a tab of the assignment that the search finds. Blanks in numbers do not matter. */
export function findAddresses(
  addresses: readonly AddressResource[],
  filter: AddressFilter,
  search: string,
): AddressResource[] {
  const wanted = search.trim().toLowerCase()
  const plain = wanted.replaceAll(/[\s()-]/g, '')
  return addresses.filter(({ value, label, accountName, flowId, flowName }) => {
    if (filter !== 'all' && (flowId === null) !== (filter === 'free')) return false
    const words = `${label} ${accountName} ${flowName ?? ''}`.toLowerCase()
    return wanted === '' || words.includes(wanted) || (plain !== '' && value.toLowerCase().includes(plain))
  })
}

/** Those of the ticked addresses that start another flow now. */
export function takenAddresses(ticked: readonly AddressResource[], flowId: string): AddressResource[] {
  return ticked.filter((address) => address.flowId !== null && address.flowId !== flowId)
}

/** Names of the flows that have no address left, of those in `all`, once `gone` are taken from them. */
export function assignmentLosses(gone: readonly AddressResource[], all: readonly AddressResource[]): string[] {
  const goneKeys = new Set(gone.map(addressKey))
  const names = new Map<string, string>()
  for (const { flowId, flowName } of gone) {
    if (flowId === null) continue
    const keepsOne = all.some((other) => other.flowId === flowId && !goneKeys.has(addressKey(other)))
    if (!keepsOne) names.set(flowId, flowName ?? '')
  }
  return [...names.values()].filter((name) => name !== '')
}
