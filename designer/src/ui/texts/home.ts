import type { AddressWords } from '@patchbay/shared/api'
import { count, number } from '../formats.ts'

/** Words of the first page. */
export const homeTexts = {
  today: 'Today',
  zone: (day: string, zone: string) => `${day}, ${zone}`,
  newFlow: 'New Flow',
  needs: 'Needs you',
  nothingNeeds: 'Nothing needs you',
  lastLook: (time: string) => `Last looked at ${time}.`,
  waiting: {
    title: (contacts: number) => `${count(contacts, 'contact waits', 'contacts wait')} for an answer.`,
    text: 'No flow has answered them: they are in the inbox.',
    button: 'Open the inbox',
  },
  account: {
    title: (account: string) => `${account} is in trouble.`,
    text: {
      failing: 'It has no access: its service gives no new token. It is asked again by itself.',
      refused: 'Its service refuses it, or cannot be read any more: the page of the account says why.',
      withdrawn: 'It has no access: its service has withdrawn it. Connect the account again.',
      marked: 'Its service refuses calls, or could not be synchronized with: the page of the account says why.',
      undelivered: 'None of its last messages has reached a contact.',
      'calls-refused': 'The last calls of its service were refused: a secret or token may be wrong.',
    },
    button: 'Open the account',
  },
  accounts: {
    title: (accounts: number) => `${number(accounts)} accounts are in trouble.`,
    text: (names: string) => `${names}: the page of each says more.`,
    button: 'See the accounts',
  },
  failing: {
    title: (flow: string) => `${flow} fails.`,
    text: (failed: number, all: number) =>
      `${number(failed)} of ${count(all, 'run', 'runs')} in the last 24 hours failed.`,
    button: 'See the runs',
  },
  held: {
    title: (flow: string) => `${flow} is paused.`,
    text: (events: number) => `${count(events, 'event waits', 'events wait')} until you resume it.`,
    expires: (when: string) => ` The first expires: ${when}.`,
    button: 'Open the flow',
  },
  stopped: {
    title: (flow: string) => `${flow} cannot be deployed.`,
    text: (problems: number) =>
      `Its draft has ${count(problems, 'problem', 'problems')}. What is live goes on as it is.`,
    button: 'Open the flow',
  },
  messages: ({ message }: AddressWords) => (message === 'text' ? 'Texts' : 'Messages'),
  messagesNote: (received: number, sent: number) => `${number(received)} received, ${number(sent)} sent`,
  conversations: 'Conversations',
  openedNote: 'opened today',
  closedNote: (closed: number) => `${number(closed)} closed`,
  opened: 'Opened',
  closed: 'Closed',
  received: 'Received',
  sent: 'Sent',
  runs: 'Runs',
  failedNote: (failed: number) => `${number(failed)} failed`,
  caughtNote: (caught: number) => count(caught, 'caught failure', 'caught failures'),
  caught: 'Caught failures',
  succeeded: 'Not failed',
  failed: 'Failed',
  hour: 'Hour',
  byHour: (what: string) => `${what} of today by the hour`,
  failures: 'Latest failures',
  noFailures: 'No run has failed',
  allFailures: 'All failed runs',
  flows: 'Flows',
  allFlows: 'All flows',
  runsToday: (runs: number) => `${count(runs, 'run', 'runs')} in 24 h`,
} as const
