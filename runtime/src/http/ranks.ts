import type { Role } from '@patchbay/shared/api'

const ranks = { administrator: 3, editor: 2, viewer: 1, 'api-user': 0 } as const

/** True when the caller has this role or one with more rights. */
export function hasRole({ role }: { readonly role: Role }, needed: Role): boolean {
  return ranks[role] >= ranks[needed]
}
