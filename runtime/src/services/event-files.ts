import { fileTypeOf } from '../messaging/media/file-type.ts'
import type { MediaLinks } from '../messaging/media/media-links.ts'
import type { MediaRepository } from '../messaging/media/media-repository.ts'
import type { KeepSentFile, SentFile } from '../platform/content/read-multipart.ts'
import { uuidv7 } from '../store/uuid.ts'
import type { Media } from './media.ts'

/** Further files of one event are named and not kept. */
const MOST_FILES = 20

/** The files that came with one event. */
export interface EventFiles {
  /** Takes a file and returns the address that it will have; undefined for an empty one, or one too many. */
  readonly add: KeepSentFile
  /** Stores what was added. */
  store(): Promise<void>
  /** Called with the run that the event has started, or without one when it has started none. */
  settle(runId: string | undefined): Promise<void>
}

export interface EventFilesOptions {
  readonly media: Pick<Media, 'keep'>
  readonly files: Pick<MediaRepository, 'belongTo' | 'remove'>
  readonly links: Pick<MediaLinks, 'forServices'>
  readonly now: () => Date
}

/** Makes what keeps the files of events as those of messages are kept. */
export function createEventFiles({ media, files, links, now }: EventFilesOptions): () => EventFiles {
  return () => {
    const added: (SentFile & { readonly id: string })[] = []
    return {
      add(file) {
        if (file.bytes.length === 0 || added.length === MOST_FILES) return undefined
        const id = uuidv7(now())
        added.push({ ...file, id })
        return links.forServices({ id, type: fileTypeOf(file.bytes, file.type) })
      },
      async store() {
        for (const { bytes, ...file } of added) await media.keep({ ...file, chunks: [bytes] })
      },
      async settle(runId) {
        const ids = added.map(({ id }) => id)
        if (runId === undefined) for (const id of ids) await files.remove(id)
        else if (ids.length > 0) await files.belongTo(runId, ids)
      },
    }
  }
}
