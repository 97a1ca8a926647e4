import type { RunFile, UploadedFile } from '@patchbay/shared/api'
import { AppError } from '@patchbay/shared/errors'
import type { GivenFile } from '../messaging/media/keep-file.ts'
import type { MediaLinks } from '../messaging/media/media-links.ts'
import type { FileOfRun, MediaRepository, StoredFile } from '../messaging/media/media-repository.ts'
import { type FileStore, storeFile } from '../messaging/media/store-file.ts'
import { uuidv7 } from '../store/uuid.ts'

/** Files of messages, as people and services see them. */
export interface Media {
  /**
   * Stores a file that was sent to us.
   * @throws AppError BODY_TOO_LARGE past 16 MiB, INVALID_INPUT for an empty one
   */
  upload(file: Pick<GivenFile, 'chunks' | 'name'>): Promise<UploadedFile>
  /** As `upload`, under an id that is known already. */
  keep(file: GivenFile): Promise<StoredFile>
  /**
   * A file by the parts of its signed address.
   * @throws AppError NOT_FOUND for any other address, and when the file is gone; MEDIA_NOT_READY while it is fetched
   */
  open(address: Parameters<MediaLinks['read']>[0]): Promise<OpenedFile>
  /** Files that came with what started or continued the run. */
  ofRun(runId: string): Promise<readonly RunFile[]>
}

export interface OpenedFile {
  readonly file: StoredFile
  readonly stream: ReadableStream<Uint8Array>
}

export interface MediaOptions extends FileStore {
  readonly links: MediaLinks
}

export function createMedia(options: MediaOptions): Media {
  const { media, links, now } = options
  const keep: Media['keep'] = (given) => storeFile(options, given)
  return {
    keep,
    async upload(given) {
      const file = await keep({ id: uuidv7(now()), ...given })
      return { ...file, name: file.name ?? 'file', url: links.forPages(file) }
    },
    async open(address) {
      const id = links.read(address)
      const found = id === undefined ? undefined : await media.find(id)
      if (found?.state === 'wanted') {
        const headers = { 'retry-after': '5' }
        throw new AppError('MEDIA_NOT_READY', 'The file is still being fetched. Try again in a few seconds.', {
          headers,
        })
      }
      if (found?.state !== 'stored') throw new AppError('NOT_FOUND', 'Nothing is at this address.')
      const { type, name, bytes } = found
      const file = { id: found.id, type: type ?? '', name, bytes: bytes ?? 0 }
      return { file, stream: streamOf(media, file.id) }
    },
    ofRun: async (runId) => (await media.ofRun(runId)).map((file) => toRunFile(file, links)),
  }
}

/** Reads a part when the last one has gone. */
function streamOf(media: Pick<MediaRepository, 'part'>, id: string): ReadableStream<Uint8Array> {
  let number = 0
  return new ReadableStream(
    {
      async pull(controller) {
        const part = await media.part(id, number)
        number += 1
        if (part === undefined) controller.close()
        else controller.enqueue(part)
      },
    },
    { highWaterMark: 0 },
  )
}

function toRunFile(
  { id, source, state, providerId, type, name, bytes, problem }: FileOfRun,
  links: MediaLinks,
): RunFile {
  const isStored = state === 'stored'
  return {
    id,
    messageId: providerId,
    state: isStored ? 'stored' : state === 'wanted' ? 'fetching' : 'missing',
    type: type ?? source.type ?? null,
    name: name ?? source.name ?? null,
    bytes,
    url: isStored ? links.forPages({ id, type: type ?? undefined }) : null,
    problem,
  }
}
