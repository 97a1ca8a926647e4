import { isUuid, type MessageMedia } from '@patchbay/shared/api'
import { AppError } from '@patchbay/shared/errors'
import type { MediaRepository } from './media-repository.ts'

/**
 * The file of a message, by the id that the upload answered.
 * @param path where the id stands in what was given
 * @throws AppError INVALID_INPUT for a file that is not kept here
 */
export async function keptMedia(files: Pick<MediaRepository, 'find'>, id: string, path: string): Promise<MessageMedia> {
  const file = isUuid(id) ? await files.find(id) : undefined
  if (file?.state === 'stored') {
    const { type, name, bytes } = file
    return { id, bytes: bytes ?? 0, ...(type === null ? {} : { type }), ...(name === null ? {} : { name }) }
  }
  const message = 'No such file is kept here. Upload it first, by POST /api/media.'
  throw new AppError('INVALID_INPUT', `${path}: ${message}`, { errors: [{ path, message }] })
}
