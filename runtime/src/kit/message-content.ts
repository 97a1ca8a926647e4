import type { MessageContent, MessageMedia } from '@patchbay/shared/api'

/** The content of a message of texts and addresses of files. */
export function contentOf(text: string, fileUrls: readonly string[] = []): MessageContent {
  return fileUrls.length === 0 ? { text } : { text, media: fileUrls.map((url) => ({ url })) }
}

/** The addresses of its files; a file that has none is left out. */
export function fileUrlsOf({ media = [] }: MessageContent): string[] {
  return media.flatMap(({ url }) => url ?? [])
}

/** The file of a message, for channels that carry one at a time; undefined when it has none with an address. */
export function fileOf({ media = [] }: MessageContent): (MessageMedia & { readonly url: string }) | undefined {
  return media.flatMap(({ url = '', ...file }) => (url === '' ? [] : [{ ...file, url }]))[0]
}

/** A place by its coordinates as text; undefined when they cannot be read. */
export function placeOf(latitude: string, longitude: string, name = ''): Pick<MessageContent, 'location'> | undefined {
  const place = { latitude: Number(latitude), longitude: Number(longitude) }
  // An empty text would be the number 0.
  if (latitude.trim() === '' || longitude.trim() === '') return undefined
  if (!Number.isFinite(place.latitude) || !Number.isFinite(place.longitude)) return undefined
  return { location: { ...place, ...(name === '' ? {} : { name }) } }
}

/** Nothing of it can be sent, such as a file that has no address. */
export function saysNothing(content: MessageContent): boolean {
  const { text = '', location, template } = content
  return text === '' && location === undefined && template === undefined && fileOf(content) === undefined
}

/** Whether it can be the answer to a question: an opened link or a reaction says nothing, and a run waits on. */
export function canAnswer({ text = '', media = [], ...parts }: MessageContent): boolean {
  const { choice, location, contactCard, sticker } = parts
  const others = [choice, location, contactCard, sticker]
  return text.trim() !== '' || media.length > 0 || others.some((part) => part !== undefined)
}

/** What the contact said: the text, or the title of the pressed button. */
export function wordsOf({ text, choice }: MessageContent): string {
  return text ?? choice?.title ?? ''
}
