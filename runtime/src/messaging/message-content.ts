import type { MessageContent } from '@patchbay/shared/api'

/** The content of a message that consists of a text and of addresses of media. */
export function contentOf(message: { readonly text: string; readonly mediaUrls: readonly string[] }): MessageContent {
  const { text, mediaUrls } = message
  return mediaUrls.length === 0 ? { text } : { text, media: mediaUrls.map((url) => ({ url })) }
}
