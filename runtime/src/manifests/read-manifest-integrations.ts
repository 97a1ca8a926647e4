import type { IntegrationManifest } from '@patchbay/shared/api'
import { sameJson } from '@patchbay/shared/flow'
import type { Integration } from '../kit/integration.ts'
import { type ActionHistory, actionVersions, withVersion } from './action-versions.ts'
import { manifestIntegration } from './manifest-integration.ts'
import type { ManifestRepository, ManifestVersion } from './manifest-repository.ts'
import type { PictureAddresses, PictureRepository } from './picture-repository.ts'

/** An integration as it was read last, with what its next version needs. */
interface Known {
  readonly version: number
  readonly manifest: IntegrationManifest
  readonly history: ActionHistory
  readonly pictures: PictureAddresses
  readonly integration: Integration
}

/**
 * Returns a function that reads all imported integrations. One that has not changed is the same object as before. A version
 * never changes, so only those that came since are read. Its pictures may come later.
 */
export function readManifestIntegrations(
  manifests: Pick<ManifestRepository, 'heads' | 'newer'>,
  pictures: Pick<PictureRepository, 'addresses'>,
) {
  /** By name. */
  let known: ReadonlyMap<string, Known> = new Map()

  async function read(): Promise<readonly Integration[]> {
    const heads = await manifests.heads()
    const isRead = ({ name, version }: (typeof heads)[number]) => known.get(name)?.version === version
    const missing = heads
      .filter((head) => !isRead(head))
      .map(({ name }) => ({ name, version: known.get(name)?.version ?? 0 }))
    const added = Map.groupBy(missing.length === 0 ? [] : await manifests.newer(missing), ({ name }) => name)
    const addresses = await pictures.addresses()
    known = new Map(
      heads.flatMap(({ name }): [string, Known][] => {
        const next = knownNext(known.get(name), { added: added.get(name) ?? [], pictures: addresses.get(name) ?? {} })
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

interface Read {
  /** Versions that came since, oldest first. */
  readonly added: readonly ManifestVersion[]
  readonly pictures: PictureAddresses
}

function knownNext(before: Known | undefined, { added, pictures }: Read): Known | undefined {
  const newest = added.at(-1) ?? before
  if (newest === undefined || (newest === before && sameJson(before.pictures, pictures))) return before
  const { manifest, version } = newest
  const history = added.reduce(withVersion, before?.history ?? new Map())
  const integration = manifestIntegration(manifest, { versions: actionVersions(manifest, history), pictures })
  return { version, manifest, history, pictures, integration }
}
