import type { Person } from '@patchbay/shared/api'

/** Before the name of a flow that has written a note. */
const FLOW = 'flow:'

/** A person, token or the operator, as `working_copy.owner`, with the name that people know. */
export function personOf(owner: string, name: string | undefined): Person {
  if (isOfFlow(owner)) return { id: owner, name: owner.slice(FLOW.length) }
  return { id: owner, name: name ?? (owner.startsWith('operator:') ? 'Operator' : 'Somebody who has left') }
}

/** Whether a flow has done something, and no person. */
export function isOfFlow(owner: string): boolean {
  return owner.startsWith(FLOW)
}
