import type { MessageContent, MessageMedia, RunErrorBody } from '@patchbay/shared/api'
import type { MediaLinks } from './media-links.ts'
import type { MediaRepository } from './media-repository.ts'
import { storedIdIn } from './stored-id.ts'

export interface OutboundFiles {
  /**
   * The content with what is known of its files that are stored here, and an address at which the service can fetch each.
   * An error when a file is gone, or when no service can reach us.
   * @param isLocal the files stay here, so they need no address
   */
  prepare(content: MessageContent, isLocal: boolean): Promise<MessageContent | RunErrorBody>
}

export function createOutboundFiles(options: {
  readonly media: Pick<MediaRepository, 'find'>
  readonly links: Pick<MediaLinks, 'forServices'>
  readonly publicUrl?: string
}): OutboundFiles {
  const { media, links, publicUrl } = options

  async function prepareFile(file: MessageMedia, isLocal: boolean): Promise<MessageMedia | RunErrorBody> {
    const id = file.id ?? storedIdIn(file.url ?? '', publicUrl)
    if (id === undefined) return file
    const stored = await media.find(id)
    if (stored?.state !== 'stored') return notKept
    const { type, name, bytes } = stored
    const known = { id, type: type ?? '', bytes: bytes ?? 0, ...(name === null ? {} : { name }) }
    if (isLocal) return known
    return publicUrl === undefined ? notReachable : { ...known, url: links.forServices(known) }
  }

  return {
    async prepare(content, isLocal) {
      const { media: files } = content
      if (files === undefined) return content
      const prepared: MessageMedia[] = []
      for (const file of files) {
        const outcome = await prepareFile(file, isLocal)
        if ('code' in outcome) return outcome
        prepared.push(outcome)
      }
      return { ...content, media: prepared }
    },
  }
}

/** The content as it is stored: a signed address would not last. */
export function withoutSignedAddresses(content: MessageContent): MessageContent {
  if (content.media === undefined) return content
  return {
    ...content,
    media: content.media.map((file) => {
      const { url, ...rest } = file
      return file.id === undefined ? file : rest
    }),
  }
}

const notKept: RunErrorBody = {
  code: 'INVALID_VALUE',
  message: 'A file of the message is not kept here any more, so nothing was sent.',
  help: 'Files are kept as long as messages. Upload it again, or name an address on a web server.',
}

const notReachable: RunErrorBody = {
  code: 'INVALID_VALUE',
  message: 'A file that is kept here cannot be sent, because services do not know the address of this server.',
  help: 'Set PATCHBAY_PUBLIC_URL to the address at which outside services reach it.',
}
