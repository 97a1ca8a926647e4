import type { MessageContent } from '@patchbay/shared/api'
import type { FieldError } from '@patchbay/shared/errors'
import type { ChannelDefinition } from '../../kit/channel.ts'
import { isShown, whyTooMuch } from './carry-buttons.ts'
import { carryMedia } from './carry-media.ts'

/**
 * What of a content that is the same in every run a channel will show in another form. That a channel has no buttons at
 * all is no warning, because a question in lines is answered as well.
 */
export function contentWarnings(
  { text = '', buttons = [], media = [] }: Pick<MessageContent, 'text' | 'buttons' | 'media'>,
  channel: Pick<ChannelDefinition, 'title' | 'abilities'>,
): readonly FieldError[] {
  const { title, abilities } = channel
  const { longest, whenLonger } = abilities.text
  const most = longest.toLocaleString('en')
  const ability = abilities.buttons
  const shown = buttons.filter((button) => isShown(button, ability))
  const tooMuch = ability === undefined ? undefined : whyTooMuch(shown, { ability, title })
  return [
    ...(text.length <= longest
      ? []
      : [
          {
            path: 'text',
            message: `${title} takes ${most} characters in one message, so this text ${whenLonger === 'split' ? 'is sent as several' : 'is refused'}.`,
          },
        ]),
    ...(tooMuch === undefined ? [] : [{ path: 'buttons', message: `${tooMuch} They are sent as lines of the text.` }]),
    ...carryMedia(media, { channel }).warnings.map((message) => ({ path: 'media', message })),
  ]
}
