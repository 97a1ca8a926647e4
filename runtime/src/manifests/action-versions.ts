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
  /** The newest manifest has no such action. What was built with it goes on. */
  readonly isDropped?: true
}

/** All versions of each action that an integration ever had, by name, oldest first. */
export type ActionHistory = ReadonlyMap<string, readonly ActionVersion[]>

/**
 * The history with one more version of the manifest. A version of the manifest that leaves an action as it is makes no new
 * version of the action.
 */
export function withVersion(history: ActionHistory, { manifest, version }: ManifestVersion): ActionHistory {
  const changed = manifest.actions.flatMap((action): [string, readonly ActionVersion[]][] => {
    const versions = history.get(action.name) ?? []
    const before = versions.at(-1)
    if (before !== undefined && sameJson(before.action, action)) return []
    const next = { action, typeVersion: version, ...(before === undefined ? {} : { before }) }
    return [[action.name, [...versions, next]]]
  })
  return new Map([...history, ...changed])
}

/** The actions of the newest manifest with their earlier versions, oldest first, and then those that it has dropped. */
export function actionVersions({ actions }: IntegrationManifest, history: ActionHistory): readonly ActionVersion[] {
  const kept = new Set(actions.map(({ name }) => name))
  const dropped = [...history].flatMap(([name, versions]) => (kept.has(name) ? [] : versions))
  return [
    ...actions.flatMap(({ name }) => history.get(name) ?? []),
    ...dropped.map((version) => ({ ...version, isDropped: true as const })),
  ]
}
