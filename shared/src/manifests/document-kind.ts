import { isJsonObject, type Json, type JsonObject } from '../json/index.ts'
import { actionMembers } from './read-actions.ts'
import { integrationMembers } from './read-integration.ts'

const ofIntegrations = integrationMembers.filter((name) => !actionMembers.includes(name))
const ofActions = actionMembers.filter((name) => !integrationMembers.includes(name))

/**
 * What a document is by its members: an integration with its actions, or one of the two alone. It is what it has more
 * members of, because it may have any others besides. Undefined where it has none of either.
 */
export function documentKind(document: JsonObject): 'package' | 'integration' | 'action' | undefined {
  if (memberOf(document, 'integration') !== undefined) return 'package'
  const count = (names: readonly string[]) => names.filter((name) => memberOf(document, name) !== undefined).length
  const [integration, action] = [count(ofIntegrations), count(ofActions)]
  if (integration + action === 0) return undefined
  return action > integration ? 'action' : 'integration'
}

/** Whether one of several documents is an action: the others are the integration. */
export function looksLikeAction(value: unknown): boolean {
  return isJsonObject(value) && documentKind(value) === 'action'
}

/** A member by its key in any letter case. */
export function memberOf(document: JsonObject, name: string): Json | undefined {
  return Object.entries(document).find(([key]) => key.trim().toLowerCase() === name)?.[1]
}
