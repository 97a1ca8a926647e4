import { HOUR_MS } from '@patchbay/shared/time'
import { type GivenFile, keepFile } from './keep-file.ts'
import type { MediaRepository, StoredFile } from './media-repository.ts'

/** A file that takes longer to arrive is given up. */
const ARRIVAL_MS = HOUR_MS

export interface FileStore {
  readonly media: MediaRepository
  /** Called after a file was stored. */
  readonly onStored: () => Promise<void>
  readonly now: () => Date
}

/**
 * Stores a file.
 * @throws AppError BODY_TOO_LARGE past 16 MiB, INVALID_INPUT for an empty one
 */
export async function storeFile({ media, onStored, now }: FileStore, given: GivenFile): Promise<StoredFile> {
  await media.begin(given.id, new Date(now().getTime() + ARRIVAL_MS))
  const file = await keepFile(media, given).catch(async (error: unknown) => {
    await media.remove(given.id)
    throw error
  })
  await media.finish(file)
  await onStored()
  return file
}
