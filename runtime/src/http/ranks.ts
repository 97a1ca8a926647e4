import { type Role, roles } from '@patchbay/shared/api'
import type { Access } from '../kit/route.ts'

type PersonalAccess = Exclude<Access, 'public' | 'trigger'>

/** What each role may call, by the `access` of routes. */
const reach: Readonly<Record<Role, readonly PersonalAccess[]>> = {
  administrator: ['person', 'viewer', 'agent', 'editor', 'administrator', 'api-user'],
  editor: ['person', 'viewer', 'agent', 'editor'],
  agent: ['person', 'agent'],
  viewer: ['person', 'viewer'],
  'api-user': ['api-user'],
}

/** The roles that may call routes with this access. */
export function rolesWith(needed: PersonalAccess): readonly Role[] {
  return roles.filter((role) => reach[role].includes(needed))
}

/** True when a caller of this role may call routes with this access. */
export function hasRole({ role }: { readonly role: Role }, needed: PersonalAccess): boolean {
  return reach[role].includes(needed)
}
