import type { ManifestIntegration } from '@patchbay/shared/api'
import { wordIn } from '@patchbay/shared/bridges'
import { INTERACTION_TYPES } from '@patchbay/shared/manifests'
import type { BridgeAccount } from './bridge-auth.ts'

/**
 * The types of interactions that an account wants: all of the manifest, unless people have chosen some of them. Empty where
 * the manifest names none, and undefined where none of those that it names is chosen.
 */
export function wantedTypes(
  { interaction_types: all }: Pick<ManifestIntegration, 'interaction_types'>,
  { properties }: Pick<BridgeAccount, 'properties'>,
): readonly string[] | undefined {
  const chosen = properties[INTERACTION_TYPES]
  if (!Array.isArray(chosen) || all.length === 0) return all
  const meant = chosen.map((type) => (typeof type === 'string' ? wordIn(all, type) : undefined))
  const wanted = all.filter((type) => meant.includes(type))
  return wanted.length === 0 ? undefined : wanted
}
