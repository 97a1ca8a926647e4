import type { AddressWords } from '@patchbay/shared/api'
import { count } from '../formats.ts'

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
  noAddressText: ({ any, message }: AddressWords) => `The simulator ${message}s ${any} of this flow. Assign one first.`,
  deployFirst: ({ message }: AddressWords) => `Deploy the flow, then ${message} it here.`,
  empty: ({ message }: AddressWords) => `No ${message}s yet`,
  emptyText: 'Write one below, as a customer would.',
  thread: 'Conversation',
  files: 'Pictures and files',
  message: ({ message }: AddressWords) => (message === 'message' ? 'Message' : 'Text message'),
  send: 'Send',
  notSent: 'Not sent',
  quick: ['STOP', 'HELP', 'Yes'],
  quickLabel: ({ message }: AddressWords) => `Quick ${message}s`,
  noFlow: ({ one }: AddressWords) => `No live flow answers this ${one}`,
  delivered: 'delivered',
  segments: (segments: number) => count(segments, 'segment', 'segments'),
  today: 'Today',
  runTookFailure: (name: string) => `${name} took On Failure`,
  runOpens: 'Show this run on the board',
} as const
