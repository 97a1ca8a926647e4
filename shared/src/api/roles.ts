// A file of its own: what the browser imports as a value must not bring the schema builder with it.

export const roles = ['administrator', 'editor', 'agent', 'viewer', 'api-user'] as const
export type Role = (typeof roles)[number]

export const roleTitles = {
  administrator: 'Administrator',
  editor: 'Editor',
  agent: 'Agent',
  viewer: 'Viewer',
  'api-user': 'API User',
} as const satisfies Record<Role, string>

/**
 * What something may need of its caller: what a role is for, any role at all (`person`), or one that may read how the API is
 * called (`api-docs`).
 */
export type Reach = Role | 'person' | 'api-docs'

/** The one table of what each role may do. A user may have several roles; what they may do adds up. */
const reach: Readonly<Record<Role, readonly Reach[]>> = {
  administrator: ['person', 'viewer', 'agent', 'editor', 'api-user', 'api-docs', 'administrator'],
  editor: ['person', 'viewer', 'agent', 'editor', 'api-docs'],
  agent: ['person', 'agent'],
  viewer: ['person', 'viewer', 'api-docs'],
  'api-user': ['person', 'api-user', 'api-docs'],
}

/** True when a holder of all these roles may do what needs `needed`. */
export function mayReach(held: readonly Role[], needed: Reach): boolean {
  return held.some((role) => reach[role].includes(needed))
}

/** The roles each of which is enough for what needs `needed`. */
export function rolesWith(needed: Reach): readonly Role[] {
  return roles.filter((role) => mayReach([role], needed))
}

/** The roles of a set in their usual order, each once. */
export function inOrder(held: readonly Role[]): readonly Role[] {
  return roles.filter((role) => held.includes(role))
}
