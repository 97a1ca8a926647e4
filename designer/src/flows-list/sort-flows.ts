import type { FlowListItem } from '@patchbay/shared/api'

export type SortField = 'name' | 'runs' | 'modified'

export interface SortOrder {
  readonly field: SortField
  readonly direction: 'ascending' | 'descending'
}

const compareNames = new Intl.Collator('en', { sensitivity: 'base', numeric: true }).compare

const ascending: Readonly<Record<SortField, (a: FlowListItem, b: FlowListItem) => number>> = {
  name: (a, b) => compareNames(a.name, b.name),
  runs: (a, b) => a.runs24h.total - b.runs24h.total,
  modified: (a, b) => Date.parse(a.modifiedAt) - Date.parse(b.modifiedAt),
}

/** A head pressed again turns the order; a new one begins with what people look for first. */
export function nextOrder(order: SortOrder, field: SortField): SortOrder {
  if (order.field !== field) return { field, direction: field === 'name' ? 'ascending' : 'descending' }
  return { field, direction: order.direction === 'ascending' ? 'descending' : 'ascending' }
}

export function sortFlows(flows: readonly FlowListItem[], order: SortOrder): readonly FlowListItem[] {
  const sign = order.direction === 'ascending' ? 1 : -1
  return flows.toSorted((a, b) => sign * ascending[order.field](a, b) || compareNames(a.name, b.name))
}

/** Flows whose name, description or numbers hold every word of the text; spaces in numbers do not matter. */
export function filterFlows(
  flows: readonly FlowListItem[],
  filter: { readonly text: string; readonly onlyDeployed: boolean },
): readonly FlowListItem[] {
  const words = filter.text.toLowerCase().split(/\s+/).filter(Boolean)
  const digits = filter.text.replace(/[\s()-]/g, '')
  return flows.filter((flow) => {
    if (filter.onlyDeployed && flow.live === null) return false
    if (/^\+?\d{3,}$/.test(digits) && flow.numbers.some((number) => number.includes(digits))) return true
    const text = `${flow.name} ${flow.description}`.toLowerCase()
    return words.every((word) => text.includes(word))
  })
}
