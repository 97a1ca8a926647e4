import { Type } from 'typebox'
import type { WebClient } from '../platform/egress/web-client.ts'
import { defineJob, defineWorker, type Worker } from '../platform/queue/job.ts'
import type { Queue } from '../platform/queue/queue.ts'
import { fetchPicture } from './fetch-picture.ts'
import type { ManifestRepository } from './manifest-repository.ts'
import type { PictureRepository } from './picture-repository.ts'

/** Without a name it looks for integrations whose job was lost. */
const fetchJob = defineJob({
  name: 'fetch-integration-pictures',
  payload: Type.Object({ name: Type.Optional(Type.String()) }, { additionalProperties: false }),
})

export interface PictureFetcherOptions {
  readonly manifests: Pick<ManifestRepository, 'find'>
  readonly pictures: Pick<PictureRepository, 'wanted' | 'keep'>
  readonly queue: Pick<Queue, 'send' | 'wake'>
  readonly web: WebClient
  /** Called after other pictures than before were stored, or other reasons why there are none. */
  onChange(): Promise<void>
  onError(error: unknown, about?: object): void
}

/** Copies the pictures of imported integrations, so that the designer shows them without calling anybody else. */
export interface PictureFetcher {
  readonly worker: Worker
  /** Looks for the pictures of an integration soon. What goes wrong with that is reported, not thrown. */
  begin(name: string): Promise<void>
}

export function createPictureFetcher(options: PictureFetcherOptions): PictureFetcher {
  const { manifests, pictures, queue, web, onChange, onError } = options

  async function fetchAll(name: string, signal: AbortSignal): Promise<void> {
    const record = await manifests.find(name)
    if (record === undefined) return
    const { logo_url: logo, icon_url: icon } = record.manifest.integration
    const first = fetchPicture(web, logo, { signal })
    const second = icon === logo ? first : fetchPicture(web, icon, { signal })
    const [ofLogo, ofIcon] = await Promise.all([first, second])
    const isChanged = await pictures.keep(record, [
      { kind: 'logo', url: logo, ...ofLogo },
      { kind: 'icon', url: icon, ...ofIcon },
    ])
    if (isChanged) await onChange()
  }

  async function findForgotten(): Promise<void> {
    for (const name of await pictures.wanted()) await queue.send(fetchJob, { name }, { singletonKey: name })
  }

  return {
    worker: defineWorker(fetchJob, { cron: '*/10 * * * *' }, ({ name }, signal) =>
      name === undefined ? findForgotten() : fetchAll(name, signal),
    ),
    async begin(name) {
      try {
        await queue.send(fetchJob, { name }, { singletonKey: name })
        queue.wake(fetchJob)
      } catch (error) {
        onError(error, { pictures: name })
      }
    },
  }
}
