import type { AccountDefinition } from '@patchbay/shared/api'
import type { AccountRecord } from './account-repository.ts'

/** The one account of a type that nobody can create: there from the start, under the id of its type. */
export function builtInAccount({ id, title, capabilities }: AccountDefinition): AccountRecord | undefined {
  if (capabilities.create) return undefined
  const start = new Date(0)
  const stamp = { createdAt: start, modifiedAt: start, modifiedBy: 'Patchbay' }
  return { id, type: id, name: title, identity: null, properties: {}, secrets: {}, ...stamp }
}
