import type { MessageContent, MessageMedia } from '@patchbay/shared/api'
import type { Json } from '@patchbay/shared/json'
import { fieldOf, textOf } from '../../kit/values.ts'

const types: Readonly<Record<string, string>> = { image: 'image/jpeg', video: 'video/mp4', audio: 'audio/mp4' }

/** What a message says; undefined for one that says nothing that Patchbay uses. */
export function contentOf(message: Json): MessageContent | undefined {
  const text = textOf(fieldOf(message, 'text'))
  const payload = textOf(fieldOf(fieldOf(message, 'quick_reply'), 'payload'))
  const listed = fieldOf(message, 'attachments')
  const attachments = Array.isArray(listed) ? listed : []
  const sticker = attachments
    .map((one) => textOf(fieldOf(fieldOf(one, 'payload'), 'sticker_id')))
    .find((id) => id !== '')
  const media = sticker === undefined ? attachments.flatMap(mediaOf) : []
  const replyTo = textOf(fieldOf(fieldOf(message, 'reply_to'), 'mid'))
  const content: MessageContent = {
    ...(text === '' ? {} : { text }),
    ...(payload === '' ? {} : { choice: { id: payload, title: text || payload } }),
    ...(media.length === 0 ? {} : { media }),
    ...(sticker === undefined ? {} : { sticker: { id: sticker } }),
    ...attachments.map(locationOf).find((place) => place !== undefined),
    ...referralOf(fieldOf(message, 'referral')),
    ...(replyTo === '' ? {} : { replyTo }),
  }
  return Object.keys(content).some((name) => name !== 'replyTo') ? content : undefined
}

/** A pressed button of a message. */
export function pressOf(postback: Json | undefined): MessageContent | undefined {
  const [id, title] = ['payload', 'title'].map((name) => textOf(fieldOf(postback, name)))
  if (id === undefined || id === '') return undefined
  const choice = { id, title: title === undefined || title === '' ? id : title }
  return { choice, ...referralOf(fieldOf(postback, 'referral')) }
}

/** A link with a `ref`, or an advertisement. */
export function referralOf(referral: Json | undefined): Pick<MessageContent, 'referral'> | undefined {
  const [source, ref, ad] = ['source', 'ref', 'ad_id'].map((name) => textOf(fieldOf(referral, name)))
  const what = ref || ad || ''
  return what === '' ? undefined : { referral: { source: source ?? '', ref: what } }
}

/** Links to a file expire. */
function mediaOf(attachment: Json): readonly MessageMedia[] {
  const kind = textOf(fieldOf(attachment, 'type'))
  const url = textOf(fieldOf(fieldOf(attachment, 'payload'), 'url'))
  if (url === '' || !['image', 'video', 'audio', 'file'].includes(kind)) return []
  const type = types[kind]
  return [{ url, ...(type === undefined ? {} : { type }) }]
}

function locationOf(attachment: Json): Pick<MessageContent, 'location'> | undefined {
  if (fieldOf(attachment, 'type') !== 'location') return undefined
  const place = fieldOf(fieldOf(attachment, 'payload'), 'coordinates')
  const [latitude, longitude] = [fieldOf(place, 'lat'), fieldOf(place, 'long')]
  if (typeof latitude !== 'number' || typeof longitude !== 'number') return undefined
  const name = textOf(fieldOf(attachment, 'title'))
  return { location: { latitude, longitude, ...(name === '' ? {} : { name }) } }
}
