import type { MessageContent, MessageMedia } from '@patchbay/shared/api'
import { uuidv7 } from '../../store/uuid.ts'

/** What becomes of the files of received messages. */
export interface ReceivedFiles {
  /** Has the files of a content fetched that was stored just now. */
  begin(content: MessageContent): void
  /** Our own address of a file, for a run. It answers once the file is fetched. */
  addressOf(file: { readonly id: string; readonly type?: string | undefined }): string
}

/** The content with an id for every file, under which it will be stored. */
export function withMediaIds(content: MessageContent, now: Date): MessageContent {
  const { media } = content
  if (media === undefined || media.every(({ id }) => id !== undefined)) return content
  return { ...content, media: media.map((file): MessageMedia => ({ id: uuidv7(now), ...file })) }
}
