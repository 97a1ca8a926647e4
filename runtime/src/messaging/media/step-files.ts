import { isUuid } from '@patchbay/shared/api'
import { AppError } from '@patchbay/shared/errors'
import type { StepFiles } from '../../kit/media.ts'
import { uuidv7 } from '../../store/uuid.ts'
import type { MediaLinks } from './media-links.ts'
import { type FileStore, storeFile } from './store-file.ts'
import { storedIdIn } from './stored-id.ts'

export interface StepFilesOptions extends FileStore {
  readonly links: Pick<MediaLinks, 'forServices'>
  readonly publicUrl?: string
}

/** Files that actions keep here and read again. */
export function createStepFiles({ links, publicUrl, ...store }: StepFilesOptions): StepFiles {
  return {
    async keep({ bytes, type, name }) {
      const file = await storeFile(store, { id: uuidv7(store.now()), chunks: [bytes], type, name })
      return { url: links.forServices(file), type: file.type, name: file.name ?? 'file', bytes: file.bytes }
    },
    async open(idOrAddress) {
      const id = isUuid(idOrAddress) ? idOrAddress.toLowerCase() : storedIdIn(idOrAddress, publicUrl)
      if (id === undefined) return undefined
      const found = await store.media.find(id)
      if (found?.state !== 'stored') throw notKept(found?.state === 'wanted')
      const { type, name } = found
      return { bytes: await bytesOf(store.media, id), type: type ?? '', name: name ?? 'file' }
    },
  }
}

async function bytesOf(media: FileStore['media'], id: string): Promise<Uint8Array> {
  const parts: Uint8Array[] = []
  for (;;) {
    const part = await media.part(id, parts.length)
    if (part === undefined) return Buffer.concat(parts)
    parts.push(part)
  }
}

function notKept(isOnItsWay: boolean): AppError {
  if (isOnItsWay) {
    return new AppError('MEDIA_NOT_READY', 'A file is still being fetched from its service.', {
      extra: { help: 'Let the flow wait for a few seconds before it uses the file.' },
    })
  }
  return new AppError('INVALID_VALUE', 'A file is not kept here any more.', {
    extra: { help: 'Files are kept as long as messages. Name an address on a web server for longer.' },
  })
}
