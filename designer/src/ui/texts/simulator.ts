import { count } from '../formats.ts'
import type { AddressWords } from './address-words.ts'

/** Words of the phone simulator. */
export const simulatorTexts = {
  title: 'Simulator',
  runs: 'Runs what is live:',
  version: (version: number) => `v${version}`,
  nothingLive: 'Nothing is live yet',
  clear: 'Clear conversation',
  close: 'Close simulator',
  from: 'From',
  to: 'To',
  contacts: ['Dana, test contact', 'Alex, test contact', 'Robin, test contact'],
  noAddress: ({ one }: AddressWords) => `No ${one} yet`,
  noAddressText: ({ one, message }: AddressWords) =>
    `The simulator ${message}s a ${one} of this flow. Assign one first.`,
  deployFirst: 'Deploy the flow, then text it here.',
  empty: 'No texts yet',
  emptyText: 'Write one below, as a customer would.',
  thread: 'Conversation',
  message: 'Text message',
  send: 'Send',
  notSent: 'Not sent',
  quick: ['STOP', 'HELP', 'Yes'],
  quickLabel: 'Quick texts',
  noFlow: 'No live flow answers this number',
  delivered: 'delivered',
  segments: (segments: number) => count(segments, 'segment', 'segments'),
  today: 'Today',
  runTookFailure: (name: string) => `${name} took On Failure`,
  runOpens: 'Show this run on the board',
} as const
