import type { MessageContent, RunErrorBody } from '@patchbay/shared/api'
import type { ChannelDefinition } from '../../kit/channel.ts'
import { carryButtons } from './carry-buttons.ts'
import { carryMedia } from './carry-media.ts'
import { splitText } from './split-text.ts'

/** What a channel can carry of a content. */
export type Degraded =
  | {
      readonly ok: true
      /** Messages in the order to send, at least one. Each holds only what the abilities of the channel allow. */
      readonly parts: readonly MessageContent[]
      /** What the contact gets in another form, in sentences. */
      readonly warnings: readonly string[]
    }
  | { readonly ok: false; readonly error: RunErrorBody }

/** What the form of the message depends on. */
export interface DegradeOptions {
  readonly channel: Pick<ChannelDefinition, 'title' | 'abilities'>
  /** Whether the contact can be answered freely. A template is sent only where that is over, or without a text. */
  readonly isWindowOpen: boolean
}

/**
 * Brings a content into what a channel can carry, the same way for every channel. Buttons that it lacks become numbered
 * lines, files become their addresses, a long text becomes several messages. Never throws.
 */
export function degrade(content: MessageContent, { channel, isWindowOpen }: DegradeOptions): Degraded {
  const { title, abilities } = channel
  const { template, location, contactCard, replyTo } = content
  const text = usable(content.text)
  const hasMore = text !== undefined || (content.media ?? []).length > 0 || location !== undefined
  if (template !== undefined && abilities.templates === true && !(hasMore && isWindowOpen)) {
    return { ok: true, parts: [{ template }], warnings: [] }
  }
  const media = carryMedia(content.media ?? [], { channel })
  const place = location !== undefined && abilities.locations !== true ? placeLine(location) : undefined
  const card = contactCard === undefined ? undefined : [contactCard.name, ...contactCard.points].join('\n')
  const buttons = carryButtons(content.buttons ?? [], { text, channel })
  const lines = [text, ...media.lines, place, card, ...buttons.lines].filter((line) => line !== undefined)
  const chunks = splitText(lines.join('\n'), abilities.text.longest)
  if (chunks.length > 1 && abilities.text.whenLonger === 'refuse') return { ok: false, error: tooLong(channel) }
  const parts = joined({
    media: media.carried,
    location: place === undefined ? location : undefined,
    chunks,
    buttons: buttons.carried,
    longestCaption: abilities.media?.longestCaption,
  })
  const [first, ...others] = parts
  if (first === undefined) return { ok: false, error: nothingLeft(content, title) }
  const warnings = [
    ...media.warnings,
    ...buttons.warnings,
    ...(place === undefined ? [] : [`${title} shows no places, so the coordinates were sent as text.`]),
    ...(card === undefined ? [] : ['The contact card was sent as text.']),
    ...(content.sticker === undefined ? [] : [`${title} was sent no sticker.`]),
    ...(content.reaction === undefined ? [] : [`${title} was sent no reaction.`]),
    ...(chunks.length > 1 ? [`The text was sent as ${chunks.length} messages: ${longestOf(channel)}`] : []),
  ]
  return { ok: true, parts: [replyTo === undefined ? first : { ...first, replyTo }, ...others], warnings }
}

interface Carried {
  readonly media: NonNullable<MessageContent['media']>
  readonly location: MessageContent['location']
  readonly chunks: readonly string[]
  readonly buttons: NonNullable<MessageContent['buttons']>
  readonly longestCaption: number | undefined
}

/** Files first, with the text where it fits as their caption. Buttons are with the end of the text. */
function joined({ media, location, chunks, buttons, longestCaption }: Carried): readonly MessageContent[] {
  const [caption = ''] = chunks
  const fits = chunks.length === 1 && buttons.length === 0 && caption.length <= (longestCaption ?? -1)
  const isCaption = media.length > 0 && fits
  const files: readonly MessageContent[] = media.length === 0 ? [] : [isCaption ? { text: caption, media } : { media }]
  const places: readonly MessageContent[] = location === undefined ? [] : [{ location }]
  const last = chunks.length - 1
  const texts = isCaption
    ? []
    : chunks.map((text, index) => (index === last && buttons.length > 0 ? { text, buttons } : { text }))
  return [...files, ...places, ...texts]
}

function usable(text: string | undefined): string | undefined {
  return text === undefined || text.trim() === '' ? undefined : text
}

function placeLine({ name, latitude, longitude }: NonNullable<MessageContent['location']>): string {
  const coordinates = `${latitude}, ${longitude}`
  return name === undefined || name === '' ? coordinates : `${name}: ${coordinates}`
}

function longestOf({ title, abilities }: DegradeOptions['channel']): string {
  return `${title} takes ${abilities.text.longest.toLocaleString('en')} characters in one.`
}

function tooLong(channel: DegradeOptions['channel']): RunErrorBody {
  return {
    code: 'MESSAGE_REFUSED',
    message: `The text is too long, with what was added to it: ${longestOf(channel)}`,
    help: 'Shorten it, or send it as two messages.',
  }
}

function nothingLeft({ template }: MessageContent, title: string): RunErrorBody {
  if (template !== undefined) {
    const message = `${title} knows no templates, and the message has no text.`
    return { code: 'MESSAGE_REFUSED', message, help: 'Write a text, which is sent where there are no templates.' }
  }
  const message = `The message has nothing that ${title} can carry.`
  return { code: 'MESSAGE_REFUSED', message, help: 'Write a text, which every channel carries.' }
}
