import type { MessageContent, MessageMedia } from '@patchbay/shared/api'
import type { Json } from '@patchbay/shared/json'
import { fieldOf, textOf } from '../../kit/values.ts'

/** What a message says, by its `message_data`; undefined for one that says nothing that Patchbay uses. */
export function contentOf(data: Json | undefined): MessageContent | undefined {
  const attachment = fieldOf(data, 'attachment')
  const media = mediaOf(fieldOf(attachment, 'media'))
  const text = textWithout(textOf(fieldOf(data, 'text')), textOf(fieldOf(fieldOf(attachment, 'media'), 'url')))
  const chosen = textOf(fieldOf(fieldOf(data, 'quick_reply_response'), 'metadata'))
  const content: MessageContent = {
    ...(text === '' ? {} : { text }),
    ...(chosen === '' ? {} : { choice: { id: chosen, title: text || chosen } }),
    ...(media === undefined ? {} : { media: [media] }),
    ...locationOf(attachment),
  }
  return Object.keys(content).length === 0 ? undefined : content
}

/** The name of a person in `users`. Newer events have it one level deeper. */
export function nameIn(users: Json | undefined, id: string): string {
  const user = fieldOf(users, id)
  return textOf(fieldOf(fieldOf(user, 'data') ?? user, 'name'))
}

/** X puts a link to the attachment at the end of the text. */
function textWithout(text: string, link: string): string {
  return link !== '' && text.endsWith(link) ? text.slice(0, -link.length).trimEnd() : text
}

function mediaOf(media: Json | undefined): MessageMedia | undefined {
  const film = filmOf(media)
  if (film !== undefined) return { url: film, type: 'video/mp4' }
  const url = textOf(fieldOf(media, 'media_url_https'))
  if (url === '') return undefined
  // Of a film without a file there is only its first picture.
  return { url, type: url.endsWith('.png') ? 'image/png' : 'image/jpeg' }
}

/** The largest file of a film or an animation. */
function filmOf(media: Json | undefined): string | undefined {
  const listed = fieldOf(fieldOf(media, 'video_info'), 'variants')
  const films = (Array.isArray(listed) ? listed : [])
    .filter((variant) => textOf(fieldOf(variant, 'content_type')) === 'video/mp4')
    .map((variant) => ({
      url: textOf(fieldOf(variant, 'url')),
      rate: Number(textOf(fieldOf(variant, 'bitrate'))) || 0,
    }))
    .filter(({ url }) => url !== '')
  return films.toSorted((one, other) => other.rate - one.rate)[0]?.url
}

/** Coordinates come as GeoJSON has them: the longitude first. */
function locationOf(attachment: Json | undefined): Pick<MessageContent, 'location'> {
  const shared = fieldOf(fieldOf(attachment, 'location'), 'shared_coordinate')
  const pair = fieldOf(fieldOf(shared, 'coordinates'), 'coordinates')
  const [longitude, latitude] = Array.isArray(pair) ? pair : []
  if (typeof latitude !== 'number' || typeof longitude !== 'number') return {}
  return { location: { latitude, longitude } }
}
