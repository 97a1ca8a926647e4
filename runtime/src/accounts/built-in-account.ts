import type { AccountDefinition } from '@patchbay/shared/api'
import type { AccountRecord } from './account-repository.ts'

/**
 * The only account of a type whose accounts cannot be created. It exists from the start, with the type's id as its id.
 */
export function builtInAccount({ id, title, capabilities }: AccountDefinition): AccountRecord | undefined {
  if (capabilities.create) return undefined
  const start = new Date(0)
  const stamp = { createdAt: start, modifiedAt: start, modifiedBy: 'Patchbay' }
  return { id, type: id, name: title, identity: null, properties: {}, secrets: {}, ...stamp }
}
