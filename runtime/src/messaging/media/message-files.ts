import type { MessageContent, MessageFile, MessageMedia } from '@patchbay/shared/api'
import type { MediaLinks } from './media-links.ts'

/** The files of a message as people see them, in its order. */
export function messageFiles({ media = [] }: MessageContent, links: Pick<MediaLinks, 'forPages'>): MessageFile[] {
  return media.map((file) => {
    const { id = null, type = null, name = null, bytes = null, problem = null } = file
    return { id, type, name, bytes, problem, state: stateOf(file), url: urlOf(file, links) }
  })
}

/** A file that is kept here has its size from then on. */
function stateOf({ id, bytes, problem }: MessageMedia): MessageFile['state'] {
  if (id === undefined) return 'elsewhere'
  if (problem !== undefined) return 'missing'
  return bytes === undefined ? 'fetching' : 'stored'
}

function urlOf(file: MessageMedia, links: Pick<MediaLinks, 'forPages'>): string | null {
  if (file.id === undefined) return file.url ?? null
  return stateOf(file) === 'stored' ? links.forPages({ id: file.id, type: file.type }) : null
}
