import type { Integration } from '../kit/integration.ts'
import { type ActionHistory, actionVersions, withVersion } from './action-versions.ts'
import { manifestIntegration } from './manifest-integration.ts'
import type { ManifestRepository, ManifestVersion } from './manifest-repository.ts'

/** An integration as it was read last, with what its next version needs. */
interface Known {
  readonly version: number
  readonly history: ActionHistory
  readonly integration: Integration
}

/**
 * Returns a function that reads all imported integrations. One that has not changed is the same object as before. A version
 * never changes, so only those that came since are read.
 */
export function readManifestIntegrations(manifests: Pick<ManifestRepository, 'heads' | 'newer'>) {
  /** By name. */
  let known: ReadonlyMap<string, Known> = new Map()

  async function read(): Promise<readonly Integration[]> {
    const heads = await manifests.heads()
    const isRead = ({ name, version }: (typeof heads)[number]) => known.get(name)?.version === version
    const missing = heads
      .filter((head) => !isRead(head))
      .map(({ name }) => ({ name, version: known.get(name)?.version ?? 0 }))
    const added = Map.groupBy(missing.length === 0 ? [] : await manifests.newer(missing), ({ name }) => name)
    known = new Map(
      heads.flatMap(({ name }): [string, Known][] => {
        const next = withVersions(known.get(name), added.get(name) ?? [])
        return next === undefined ? [] : [[name, next]]
      }),
    )
    return [...known.values()].map(({ integration }) => integration)
  }

  let reading: Promise<readonly Integration[]> = Promise.resolve([])
  /** One after the other, because each begins with what the one before has found. */
  return (): Promise<readonly Integration[]> => {
    reading = reading.then(read, read)
    return reading
  }
}

/** @param added oldest first */
function withVersions(before: Known | undefined, added: readonly ManifestVersion[]): Known | undefined {
  const newest = added.at(-1)
  if (newest === undefined) return before
  const { manifest, version } = newest
  const history = added.reduce(withVersion, before?.history ?? new Map())
  return { version, history, integration: manifestIntegration(manifest, actionVersions(manifest, history)) }
}
