import type { ActionUpgrade } from '@patchbay/shared/api'
import { AppError } from '@patchbay/shared/errors'
import type { NodeRegistry } from '../engine/node-registry.ts'

/**
 * Converts the inputs of an action to its newest version, version by version.
 * @throws AppError NOT_FOUND for a type or version that does not exist, INVALID_INPUT where a version cannot convert
 * the inputs of the one before
 */
export function upgradeInputs(
  registry: NodeRegistry,
  type: string,
  { typeVersion, inputs }: { readonly typeVersion: number; readonly inputs: Readonly<Record<string, unknown>> },
): ActionUpgrade {
  const newest = registry.get(type)?.definition.typeVersion
  if (newest === undefined || newest < typeVersion) {
    throw new AppError('NOT_FOUND', `There is no action type "${type}" with the version ${typeVersion}.`)
  }
  let at: ActionUpgrade = { typeVersion, inputs }
  while (at.typeVersion < newest) {
    const next = stepFrom(registry, type, at.typeVersion, newest)
    if (next === undefined) {
      const message = `Version ${at.typeVersion} of ${type} cannot be upgraded. Add the action anew.`
      throw new AppError('INVALID_INPUT', message)
    }
    at = next(at.inputs)
  }
  return at
}

/** The nearest later version that can convert the inputs of this one. */
function stepFrom(registry: NodeRegistry, type: string, from: number, newest: number) {
  for (let typeVersion = from + 1; typeVersion <= newest; typeVersion += 1) {
    const upgrade = registry.get(type, typeVersion)?.upgrade
    if (upgrade?.from !== from) continue
    return (inputs: ActionUpgrade['inputs']): ActionUpgrade => ({ typeVersion, inputs: upgrade.inputs(inputs) })
  }
  return undefined
}
