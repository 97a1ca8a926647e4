import type { MessageContent, MessageMedia } from '@patchbay/shared/api'
import type { Json } from '@patchbay/shared/json'
import { fieldOf, textOf } from '../../kit/values.ts'

/** Kinds of files with one description each, in the order in which one is taken: an animation is a document as well. */
const files = ['animation', 'document', 'video', 'audio', 'voice', 'video_note'] as const

const types: Readonly<Record<string, string>> = { voice: 'audio/ogg', video_note: 'video/mp4', animation: 'video/mp4' }

/** What a message of the Bot API says; undefined for one that says nothing, such as that somebody joined. */
export function contentOf(message: Json | undefined): MessageContent | undefined {
  const text = textOf(fieldOf(message, 'text') ?? fieldOf(message, 'caption'))
  const media = mediaOf(message)
  const content: MessageContent = {
    ...(text === '' ? {} : { text }),
    ...(media === undefined ? {} : { media: [media] }),
    ...locationOf(message),
    ...contactOf(message),
    ...stickerOf(message),
    ...referralOf(text),
    ...replyOf(message),
  }
  return Object.keys(content).some((name) => name !== 'replyTo') ? content : undefined
}

function mediaOf(message: Json | undefined): MessageMedia | undefined {
  const photos = fieldOf(message, 'photo')
  // The same picture in several sizes, the largest last.
  if (Array.isArray(photos)) return fileOf(photos.at(-1), 'image/jpeg')
  const kind = files.find((name) => fieldOf(message, name) !== undefined)
  return kind === undefined ? undefined : fileOf(fieldOf(message, kind), types[kind])
}

function fileOf(file: Json | undefined, usualType: string | undefined): MessageMedia | undefined {
  const ref = textOf(fieldOf(file, 'file_id'))
  if (ref === '') return undefined
  const type = textOf(fieldOf(file, 'mime_type')) || usualType
  const name = textOf(fieldOf(file, 'file_name'))
  return { ref, ...(type === undefined ? {} : { type }), ...(name === '' ? {} : { name }) }
}

function locationOf(message: Json | undefined): Pick<MessageContent, 'location'> {
  const venue = fieldOf(message, 'venue')
  const place = fieldOf(venue, 'location') ?? fieldOf(message, 'location')
  const [latitude, longitude] = [fieldOf(place, 'latitude'), fieldOf(place, 'longitude')]
  if (typeof latitude !== 'number' || typeof longitude !== 'number') return {}
  const name = textOf(fieldOf(venue, 'title'))
  return { location: { latitude, longitude, ...(name === '' ? {} : { name }) } }
}

function contactOf(message: Json | undefined): Pick<MessageContent, 'contactCard'> {
  const contact = fieldOf(message, 'contact')
  const phone = textOf(fieldOf(contact, 'phone_number'))
  return phone === '' ? {} : { contactCard: { name: nameOf(contact), points: [phone] } }
}

function stickerOf(message: Json | undefined): Pick<MessageContent, 'sticker'> {
  const id = textOf(fieldOf(fieldOf(message, 'sticker'), 'file_unique_id'))
  return id === '' ? {} : { sticker: { id } }
}

/** The link `t.me/bot?start=ref` sends the text `/start ref`. */
function referralOf(text: string): Pick<MessageContent, 'referral'> {
  const ref = /^\/start ([\w-]{1,64})$/.exec(text)?.[1]
  return ref === undefined ? {} : { referral: { source: 'link', ref } }
}

function replyOf(message: Json | undefined): Pick<MessageContent, 'replyTo'> {
  const answered = fieldOf(message, 'reply_to_message')
  return answered === undefined ? {} : { replyTo: messageIdOf(answered) }
}

/** Ids of messages count within their chat only. */
export function messageIdOf(message: Json | undefined): string {
  return `${textOf(fieldOf(fieldOf(message, 'chat'), 'id'))}.${textOf(fieldOf(message, 'message_id'))}`
}

/** First and last name of a user or contact. */
export function nameOf(person: Json | undefined): string {
  const names = ['first_name', 'last_name'].map((name) => textOf(fieldOf(person, name)))
  return names.filter((name) => name !== '').join(' ')
}

/** A time of the Bot API, which is in seconds. */
export function timeOf(seconds: Json | undefined): { readonly at: Date } | undefined {
  return typeof seconds === 'number' ? { at: new Date(seconds * 1000) } : undefined
}
