import type { Person } from '@patchbay/shared/api'

/** A person, token or the operator, as `working_copy.owner`, with the name that people know. */
export function personOf(owner: string, name: string | undefined): Person {
  return { id: owner, name: name ?? (owner.startsWith('operator:') ? 'Operator' : 'Somebody who has left') }
}
