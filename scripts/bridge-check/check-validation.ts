import { type GrantedValues, readValidation } from '@patchbay/shared/bridges'
import { type CheckScene, callWell, type Exchange, readWell, refusesWrongCredentials } from './check-scene.ts'

const NAME = 'Auth validation'

/** Returns what the bridge wants to have with every later call. Undefined: it does not take the account. */
export async function checkValidation(scene: CheckScene): Promise<GrantedValues | undefined> {
  const endpoint = scene.manifest.integration.auth_validation_endpoint
  if (endpoint === undefined) {
    scene.report.hint(NAME, 'The manifest has no endpoint for it, so every account is taken as it is entered.')
    return {}
  }
  const exchange: Exchange = { kind: 'validation', exchange: NAME, url: scene.at(endpoint) }
  const answer = await callWell(scene, exchange, { auth: scene.auth })
  const granted = answer === undefined ? undefined : readWell(scene, exchange, readValidation(answer.body ?? {}))
  await refusesWrongCredentials(scene, exchange, {})
  if (!scene.report.hasFault(NAME)) {
    const names = Object.keys(granted ?? {})
    const kept = names.length === 0 ? '' : ` Kept with the account: ${names.join(', ')}.`
    scene.report.good(
      NAME,
      `It takes the credentials${scene.wrongAuth === undefined ? '' : ' and refuses wrong ones'}.${kept}`,
    )
  }
  return granted
}
