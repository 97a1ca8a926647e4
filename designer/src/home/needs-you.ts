import type { FlowListItem } from '@patchbay/shared/api'

/** Something on the first page that a person has to look at. */
export interface Need {
  readonly kind: 'failing' | 'held' | 'stopped'
  readonly flow: FlowListItem
}

const MOST_NEEDS = 4

/**
 * What needs somebody, worst first: flows whose runs fail, then paused flows that hold events, then drafts of live flows
 * that could not be deployed. At most four, because the first page is read at a glance.
 */
export function needsOf(flows: readonly FlowListItem[]): readonly Need[] {
  const failing = flows
    .filter(({ runs24h }) => runs24h.failed > 0)
    .toSorted((a, b) => b.runs24h.failed - a.runs24h.failed)
  const held = flows
    .filter(({ paused, heldEvents = 0 }) => paused && heldEvents > 0)
    .toSorted((a, b) => Date.parse(a.heldUntil ?? '9999') - Date.parse(b.heldUntil ?? '9999'))
  const stopped = flows.filter(({ live, changes, errors }) => live !== null && changes > 0 && errors > 0)
  const needs: readonly Need[] = [
    ...failing.map((flow) => ({ kind: 'failing', flow }) as const),
    ...held.map((flow) => ({ kind: 'held', flow }) as const),
    ...stopped.map((flow) => ({ kind: 'stopped', flow }) as const),
  ]
  return needs.slice(0, MOST_NEEDS)
}
