import type { IntegrationManifest } from '@patchbay/shared/api'
import { sameJson } from '@patchbay/shared/flow'
import type { Integration } from '../kit/integration.ts'
import { type ActionHistory, actionVersions, withVersion } from './action-versions.ts'
import { manifestIntegration } from './manifest-integration.ts'
import type { ManifestRepository, ManifestVersion, NewestHead } from './manifest-repository.ts'
import type { PictureAddresses, PictureRepository } from './picture-repository.ts'

/** An integration as it was read last, with what its next version needs. */
interface Known {
  readonly version: number
  readonly manifest: IntegrationManifest
  readonly history: ActionHistory
  readonly pictures: PictureAddresses
  readonly isRemoved: boolean
  readonly integration: Integration
}

/**
 * Returns a function that reads all imported integrations, removed ones too, because runs may wait before their actions. One
 * that has not changed is the same object as before. A version never changes, so only those that came since are read. Its
 * pictures may come later.
 */
export function readManifestIntegrations(
  manifests: Pick<ManifestRepository, 'heads' | 'newer'>,
  pictures: Pick<PictureRepository, 'addresses'>,
) {
  /** By name. */
  let known: ReadonlyMap<string, Known> = new Map()

  async function read(): Promise<readonly Integration[]> {
    const heads = await manifests.heads()
    const isRead = ({ name, version }: NewestHead) => known.get(name)?.version === version
    const missing = heads
      .filter((head) => !isRead(head))
      .map(({ name }) => ({ name, version: known.get(name)?.version ?? 0 }))
    const added = Map.groupBy(missing.length === 0 ? [] : await manifests.newer(missing), ({ name }) => name)
    const addresses = await pictures.addresses()
    known = new Map(
      heads.flatMap(({ name, isRemoved }): [string, Known][] => {
        const found = { added: added.get(name) ?? [], pictures: addresses.get(name) ?? {}, isRemoved }
        const next = knownNext(known.get(name), found)
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

interface Read extends Pick<Known, 'pictures' | 'isRemoved'> {
  /** Versions that came since, oldest first. */
  readonly added: readonly ManifestVersion[]
}

function knownNext(before: Known | undefined, { added, pictures, isRemoved }: Read): Known | undefined {
  const newest = added.at(-1) ?? before
  if (newest === undefined) return undefined
  if (newest === before && isRemoved === before.isRemoved && sameJson(before.pictures, pictures)) return before
  const { manifest, version } = newest
  const history = added.reduce(withVersion, before?.history ?? new Map())
  const versions = actionVersions(manifest, history, { isRemoved })
  const integration = manifestIntegration(manifest, { versions, pictures, isRemoved })
  return { version, manifest, history, pictures, isRemoved, integration }
}
