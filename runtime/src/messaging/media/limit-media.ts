import type { MediaRepository } from './media-repository.ts'

const MIB = 1024 * 1024

/** Drops the oldest files that are too many. Called after each file that is stored. */
export function limitMedia(media: Pick<MediaRepository, 'makeRoom'>, mostMib: number): () => Promise<void> {
  const problem = `It made room for newer files: all together may have ${mostMib} MiB (PATCHBAY_MEDIA_LIMIT_MB).`
  return async () => {
    await media.makeRoom(mostMib * MIB, problem)
  }
}
