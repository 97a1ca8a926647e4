import type { ActionUpgrade } from '@patchbay/shared/api'
import { AppError } from '@patchbay/shared/errors'
import type { NodeRegistry } from '../engine/node-registry.ts'

/**
 * The inputs of an action as its newest version takes them, version by version.
 * @throws AppError NOT_FOUND for a type or version that is not there, INVALID_INPUT where a version does not say how
 *   inputs of the one before become its own
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
      const message = `Version ${at.typeVersion} of ${type} cannot be made a newer one. Add the action anew.`
      throw new AppError('INVALID_INPUT', message)
    }
    at = next(at.inputs)
  }
  return at
}

/** From a version to the nearest that takes its inputs over. */
function stepFrom(registry: NodeRegistry, type: string, from: number, newest: number) {
  for (let typeVersion = from + 1; typeVersion <= newest; typeVersion += 1) {
    const upgrade = registry.get(type, typeVersion)?.upgrade
    if (upgrade?.from !== from) continue
    return (inputs: ActionUpgrade['inputs']): ActionUpgrade => ({ typeVersion, inputs: upgrade.inputs(inputs) })
  }
  return undefined
}
