import type { ChannelAbilities } from '@patchbay/shared/nodes'
import { accountsTexts } from '../ui/texts/accounts.ts'

const texts = accountsTexts.abilities

/** What messages of a channel can hold, in a line. */
export function abilityWords({ text, media, buttons, templates, receipts }: ChannelAbilities): string {
  const hasFiles = media?.types.some((type) => !type.startsWith('image/')) === true
  return [
    texts.texts(text.longest),
    ...(media === undefined ? [] : [hasFiles ? texts.files : texts.pictures]),
    ...(buttons === undefined ? [] : [texts.buttons(buttons.most)]),
    ...(templates === true ? [texts.templates] : []),
    ...(receipts === 'delivered' || receipts === 'read' ? [texts.receipts[receipts]] : []),
  ].join(', ')
}

/** When a contact can be answered, in a line. */
export function windowWords({ replyWindowHours, templates }: ChannelAbilities): string {
  return replyWindowHours === undefined ? texts.always : texts.window(replyWindowHours, templates === true)
}
