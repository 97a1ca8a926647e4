import type { FlowListItem, TroubledAccount } from '@patchbay/shared/api'

/** Something on the first page that a person has to look at. */
export type Need =
  | { readonly kind: 'failing' | 'held' | 'stopped'; readonly flow: FlowListItem }
  | { readonly kind: 'waiting'; readonly contacts: number }
  | { readonly kind: 'account'; readonly account: TroubledAccount }
  | { readonly kind: 'accounts'; readonly accounts: readonly TroubledAccount[] }

export interface NeedsSource {
  readonly flows: readonly FlowListItem[]
  /** Contacts who wait for an answer of people; 0 for those who see no inbox. */
  readonly waiting: number
  readonly accounts: readonly TroubledAccount[]
}

const MOST_NEEDS = 4

/**
 * What needs somebody, worst first: contacts who wait for an answer, accounts in trouble (several in one), flows whose
 * runs fail, then paused flows that hold events, then drafts of live flows that could not be deployed. At most four, because
 * the first page is read at a glance.
 */
export function needsOf({ flows, waiting, accounts }: NeedsSource): readonly Need[] {
  const failing = flows
    .filter(({ runs24h }) => runs24h.failed > 0)
    .toSorted((a, b) => b.runs24h.failed - a.runs24h.failed)
  const held = flows
    .filter(({ paused, heldEvents = 0 }) => paused && heldEvents > 0)
    .toSorted((a, b) => Date.parse(a.heldUntil ?? '9999') - Date.parse(b.heldUntil ?? '9999'))
  const stopped = flows.filter(({ live, changes, errors }) => live !== null && changes > 0 && errors > 0)
  const needs: readonly Need[] = [
    ...(waiting > 0 ? [{ kind: 'waiting', contacts: waiting } as const] : []),
    ...accountNeeds(accounts),
    ...failing.map((flow) => ({ kind: 'failing', flow }) as const),
    ...held.map((flow) => ({ kind: 'held', flow }) as const),
    ...stopped.map((flow) => ({ kind: 'stopped', flow }) as const),
  ]
  return needs.slice(0, MOST_NEEDS)
}

function accountNeeds(accounts: readonly TroubledAccount[]): readonly Need[] {
  if (accounts.length > 1) return [{ kind: 'accounts', accounts }]
  return accounts.map((account) => ({ kind: 'account', account }))
}
