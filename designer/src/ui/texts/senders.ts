import type { AddressWords } from '@patchbay/shared/api'

/** Words of the field in which the sender of a message is chosen. */
export const senderTexts = ({ one, any, reached }: AddressWords) => ({
  same: `Same ${one}`,
  sameHelp: `the one that was ${reached === 'texted at' ? 'texted' : reached}`,
  variable: 'A variable…',
  choose: 'List',
  placeholder: `Choose ${any}`,
})

export type SenderTexts = ReturnType<typeof senderTexts>
