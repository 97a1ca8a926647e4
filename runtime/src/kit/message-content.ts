import type { MessageContent } from '@patchbay/shared/api'

/** The content of a message of texts and addresses of files. */
export function contentOf(text: string, fileUrls: readonly string[] = []): MessageContent {
  return fileUrls.length === 0 ? { text } : { text, media: fileUrls.map((url) => ({ url })) }
}

/** The addresses of its files; a file that has none is left out. */
export function fileUrlsOf({ media = [] }: MessageContent): string[] {
  return media.flatMap(({ url }) => url ?? [])
}

/** What the contact said: the text, or the title of the pressed button. */
export function wordsOf({ text, choice }: MessageContent): string {
  return text ?? choice?.title ?? ''
}
