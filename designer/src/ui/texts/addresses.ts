import { type AddressWords, SMS_CHANNEL } from '@patchbay/shared/api'
import { count, number } from '../formats.ts'

/** Words of the page of our addresses, which is called Numbers as long as all of them are. */
export const addressesTexts = ({ title, one, any, many, message }: AddressWords) => ({
  add: `Add ${one}`,
  search: `Search ${one}, label or flow`,
  counts: (all: number, free: number) => `${count(all, one, many)}, ${number(free)} free`,
  columns: {
    address: title,
    label: 'Label',
    account: 'Account',
    channels: 'Channels',
    flow: `Flow that answers ${message}s`,
    manage: 'Manage',
  },
  free: 'Free',
  change: (value: string) => `Change ${value}`,
  changeOne: `Change ${one}`,
  delete: (value: string) => `Delete ${value}`,
  deleteTitle: (value: string) => `Delete ${value}?`,
  deleteHelp: 'Runs that used it stay. It can be added again.',
  deleteOne: `Delete ${one}`,
  keep: 'Keep it',
  deleted: 'Deleted',
  deletedText: (value: string) => `${value} is gone.`,
  none: `No ${many} yet`,
  noneHelp: `${capitalised(any)} takes in ${message}s and sends answers. Simulator ${many} need no provider.`,
  noneFound: `No ${one} matches`,
  noneFoundHelp: message === 'text' ? 'Try fewer digits.' : 'Try fewer letters.',
  showAll: `Show all ${many}`,
  dialogTitle: `Add ${any}`,
})

export type AddressesTexts = ReturnType<typeof addressesTexts>

/** Words for the addresses of one channel. */
export const addressTexts = ({ title, one, any, message }: AddressWords) => ({
  account: 'Account',
  simulator: 'Simulator',
  simulatorHelp: 'It works in the built-in phone simulator only: no provider, no cost.',
  accountHelp: `${capitalised(message)}s to the ${one} come in through this account, and answers leave through it.`,
  channel: 'Channel',
  address: title,
  missing: `Enter ${any}.`,
  label: 'Label',
  labelHelp: 'What it is for, such as Weather line.',
  add: `Add ${one}`,
  added: 'Added',
  addedText: (value: string) => `${value} is free to assign.`,
  change: (value: string) => `Change ${value}`,
  flow: `Flow that answers ${message}s`,
  flowHelp: `Flows that ${any} can start. A change counts at once.`,
  noFlow: `No flow: the ${one} is free`,
  noSuchFlow: `No flow has a trigger that ${message}s start, such as ${message === 'text' ? 'Inbound SMS' : 'Inbound Message'}.`,
  save: 'Save',
  changed: 'Changed',
  nowStarts: (flow: string) => `${capitalised(message)}s to it now start ${flow}.`,
  leftWithout: (flow: string) => `${flow} is left without ${any}.`,
  loses: (flow: string, value: string) =>
    `${capitalised(message)}s to ${value} will start no flow. ${flow} loses this ${one}.`,
})

/** How an address of the channel is written, where people may not know. */
export const spellingHelp: Readonly<Record<string, string>> = {
  [SMS_CHANNEL]: 'With country code, such as +1 786 555 0123.',
}

function capitalised(word: string): string {
  return `${word.charAt(0).toUpperCase()}${word.slice(1)}`
}
