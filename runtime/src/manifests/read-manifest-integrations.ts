import type { Integration } from '../kit/integration.ts'
import { manifestIntegration } from './manifest-integration.ts'
import type { ManifestRepository, ManifestVersion } from './manifest-repository.ts'

/** Returns a function that reads all imported integrations. One that has not changed is the same object as before. */
export function readManifestIntegrations({ all }: Pick<ManifestRepository, 'all'>) {
  let known: ReadonlyMap<string, Integration> = new Map()
  return async (): Promise<readonly Integration[]> => {
    const byName = Map.groupBy(await all(), ({ name }) => name)
    known = new Map(
      [...byName.values()].flatMap((versions): [string, Integration][] => {
        const newest = versions.at(-1)
        if (newest === undefined) return []
        const key = keyOf(newest)
        return [[key, known.get(key) ?? manifestIntegration(newest.manifest, versions)]]
      }),
    )
    return [...known.values()]
  }
}

/** A version never changes. */
function keyOf({ name, version }: ManifestVersion): string {
  return `${name} ${version}`
}
