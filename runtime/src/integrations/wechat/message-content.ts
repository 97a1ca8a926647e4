import type { MessageContent, MessageMedia } from '@patchbay/shared/api'
import { placeOf } from '../../kit/message-content.ts'
import type { XmlFields } from './xml-fields.ts'

/** What a message says; undefined for one that says nothing that Patchbay uses. A sticker comes as a text that names none. */
export function contentOf(field: XmlFields): MessageContent | undefined {
  switch (field('MsgType')) {
    case 'text':
      return { text: field('Content') }
    case 'image':
      return { media: [pictureOf(field)] }
    case 'voice':
      return { ...wordsOf(field('Recognition')), media: [{ ref: field('MediaId'), ...soundOf(field('Format')) }] }
    case 'video':
    case 'shortvideo':
      return { media: [{ ref: field('MediaId'), type: 'video/mp4' }] }
    case 'location':
      return placeOf(field('Location_X'), field('Location_Y'), field('Label'))
    case 'link':
      return {
        text: ['Title', 'Description', 'Url']
          .map(field)
          .filter((line) => line !== '')
          .join('\n'),
      }
    case 'event':
      return pressOf(field)
    default:
      return undefined
  }
}

function pictureOf(field: XmlFields): MessageMedia {
  const url = field('PicUrl')
  return { ...(url === '' ? { ref: field('MediaId') } : { url }), type: 'image/jpeg' }
}

/** What WeChat understood of a voice message, where the account has that switched on. */
function wordsOf(text: string): MessageContent {
  return text === '' ? {} : { text }
}

function soundOf(format: string): Pick<MessageMedia, 'type'> {
  return format.toLowerCase() === 'amr' ? { type: 'audio/amr' } : {}
}

/** A pressed entry of the menu of the account. */
function pressOf(field: XmlFields): MessageContent | undefined {
  const id = field('EventKey')
  return field('Event') === 'CLICK' && id !== '' ? { choice: { id, title: id } } : undefined
}
