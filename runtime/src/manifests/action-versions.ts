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
  /** Why it is not offered any more. What was built with it goes on. */
  readonly retired?: string
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

/**
 * The actions of the newest manifest with their earlier versions, oldest first, and then those that it has dropped. None is
 * offered of an integration that was removed.
 */
export function actionVersions(
  { integration, actions }: IntegrationManifest,
  history: ActionHistory,
  { isRemoved = false }: { readonly isRemoved?: boolean } = {},
): readonly ActionVersion[] {
  const { display_name } = integration
  const offered = new Set(isRemoved ? [] : actions.map(({ name }) => name))
  const retired = isRemoved ? `${display_name} was removed.` : `${display_name} has this action no more.`
  return [
    ...[...offered].flatMap((name) => history.get(name) ?? []),
    ...[...history].flatMap(([name, versions]) =>
      offered.has(name) ? [] : versions.map((version) => ({ ...version, retired })),
    ),
  ]
}
