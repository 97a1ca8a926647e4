import type { AddressWords } from '@patchbay/shared/api'
import { count, plural } from '../formats.ts'

/** Words of the pop-up in which addresses are assigned: Number Assignment. */
export const assignmentTexts = ({ title, one, any, many, message, reached }: AddressWords) => ({
  title: `${title} Assignment`,
  intro: { before: `A ${message} to an assigned ${one} starts`, at: 'at' },
  search: `Search ${one}, label or account`,
  show: 'Show',
  all: (amount: number) => `All ${amount}`,
  free: (amount: number) => `Free ${amount}`,
  used: (amount: number) => `In use ${amount}`,
  selected: (amount: number) => `${amount} selected`,
  assign: 'Assign Flow',
  clear: 'Clear Flow(s)',
  close: 'Close',
  columns: {
    address: title,
    label: 'Label',
    account: 'Account',
    channels: 'Channels',
    flow: `Flow that answers ${message}s`,
  },
  selectAll: `Select all ${many} shown`,
  select: (address: string) => `Select ${address}`,
  thisFlow: 'This flow',
  freeAddress: 'Free',
  nothingFound: `No ${one} matches`,
  nothingFoundText: 'Change the search, or show all.',
  noAddresses: `No ${many} yet`,
  noAddressesText: (page: string) => `Add one on the ${page} page.`,
  noTrigger: `This flow cannot be ${message === 'text' ? 'texted' : reached}`,
  noTriggerText: `No trigger takes in ${message}s, so it needs no ${one}. Add one, and choose its ${many} here.`,
  addTrigger: (trigger: string) => `Add ${trigger}`,
  note: `${capitalised(many)} can be assigned before the flow is deployed. They answer from the moment it is live.`,
  nowStarts: (address: string, flow: string) => `${address} now starts ${flow}.`,
  moves: (amount: number, flow: string) => `Assign Flow moves ${plural(amount, 'it', 'them')} to ${flow}.`,
  leftWithout: (flow: string) => `${flow} is left without ${any}.`,
  canUndo: 'You can undo this.',
  assigned: (amount: number) => `${count(amount, one, many)} assigned`,
  assignedText: (flow: string) => `A ${message} there starts ${flow}.`,
  cleared: (amount: number) => `${count(amount, one, many)} cleared`,
  undo: 'Undo',
  notUndone: 'Not undone',
  notAssigned: 'Not assigned',
  clearTitle: (amount: number) => `Clear ${count(amount, one, many)}?`,
  clearBefore: `${capitalised(message)}s to`,
  clearAfter: 'will start no flow.',
  losesLast: (flow: string) => `${flow} loses its last ${one}.`,
  keep: (amount: number) => `Keep ${plural(amount, 'it', 'them')}`,
  clearConfirm: (amount: number) => `Clear ${plural(amount, one, many)}`,
})

export type AssignmentTexts = ReturnType<typeof assignmentTexts>

function capitalised(word: string): string {
  return `${word.charAt(0).toUpperCase()}${word.slice(1)}`
}
