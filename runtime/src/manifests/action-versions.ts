import type { IntegrationManifest, ManifestAction } from '@patchbay/shared/api'
import { sameJson } from '@patchbay/shared/flow'
import type { ManifestVersion } from './manifest-repository.ts'

/** An action as a range of versions of its manifest has it. */
export interface ActionVersion {
  readonly action: ManifestAction
  /** The first version of the manifest that has it like this. */
  readonly typeVersion: number
  /** The `typeVersion` before. Undefined for the first one. */
  readonly before?: ActionVersion
}

/**
 * The actions of the newest manifest with their earlier versions, oldest first. A version of the manifest that leaves an
 * action as it is makes no new version of the action.
 * @param versions of one integration, oldest first
 */
export function actionVersions(versions: readonly ManifestVersion[]): readonly ActionVersion[] {
  const newest = versions.at(-1)?.manifest
  if (newest === undefined) return []
  return newest.actions.flatMap(({ name }) => versionsOf(name, versions))
}

function versionsOf(name: string, versions: readonly ManifestVersion[]): readonly ActionVersion[] {
  const found: ActionVersion[] = []
  for (const { manifest, version } of versions) {
    const action = actionOf(manifest, name)
    const before = found.at(-1)
    if (action === undefined || (before !== undefined && sameJson(before.action, action))) continue
    found.push({ action, typeVersion: version, ...(before === undefined ? {} : { before }) })
  }
  return found
}

function actionOf({ actions }: IntegrationManifest, name: string): ManifestAction | undefined {
  return actions.find((action) => action.name === name)
}
