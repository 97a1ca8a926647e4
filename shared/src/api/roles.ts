// A file of its own: what the browser imports as a value must not bring the schema builder with it.

export const roles = ['administrator', 'editor', 'agent', 'viewer', 'api-user'] as const
export type Role = (typeof roles)[number]

export const roleTitles = {
  administrator: 'Administrator',
  editor: 'Editor',
  agent: 'Agent',
  viewer: 'Viewer',
  'api-user': 'API user',
} as const satisfies Record<Role, string>
