import type { AccountAgent, AccountAgentState, Synchronization } from '@patchbay/shared/api'
import { serverNow } from '../clock.ts'
import { ago, count, date, number, shortClock } from '../formats.ts'
import { formatTexts } from './formats.ts'

type Subject = Synchronization['subject']
type Counts = Synchronization['counts']

/** What a synchronization did, in the order in which people ask. Each is told only where there is any. */
const parts = {
  added: 'added',
  changed: 'changed',
  missing: 'no longer there',
  leftOut: 'left out',
  damaged: 'with lost characters',
}

function inWords(counts: Counts): string {
  const told = Object.entries(parts).flatMap(([name, words]) => {
    const amount = counts[name] ?? 0
    return amount === 0 ? [] : [`${number(amount)} ${words}`]
  })
  return told.length === 0 ? 'nothing new' : told.join(', ')
}

/** Words of *Synchronization* on the page of an account. */
export const synchronizationTexts = {
  title: 'Synchronization',
  help: 'Patchbay reads from the service and changes nothing there.',
  subjects: {
    contacts: { title: 'Contacts', help: 'Its contacts become contacts here, and stay up to date every 30 minutes.' },
    agents: { title: 'Agents', help: 'The people who work there are matched to users here by e-mail, once a day.' },
  } satisfies Record<Subject, { title: string; help: string }>,
  now: 'Synchronize now',
  nowOf: (title: string) => `Synchronize now: ${title}`,
  menu: (title: string) => `More for ${title}`,
  whole: 'Get everything again',
  notChanged: 'Synchronization not changed',
  notStarted: 'Synchronization not started',
  never: 'Not synchronized yet',
  done: (at: string, counts: Counts) => `${ago(at)}: ${inWords(counts)}`,
  failed: (at: string) => `Failed ${lowerFirst(ago(at))}`,
  stopped: (at: string) => `Stopped ${lowerFirst(ago(at))}`,
  /** For screen readers, once each time that it changes. */
  status: {
    underWay: (title: string) => `${title}: synchronization is under way`,
    done: (title: string, counts: Counts) => `${title}: synchronization is done, ${inWords(counts)}`,
    failed: (title: string) => `${title}: synchronization has failed`,
  },
  isDue: (at: string) => `Next ${atTime(at)}`,
  triesAgain: (at: string) => `Tries again ${atTime(at)}`,
  underWay: 'Under way',
  soFar: (pages: number, counts: Counts) => `${count(pages, 'page', 'pages')} so far: ${inWords(counts)}`,
  problems: (amount: number, isFull: boolean) =>
    isFull ? `The first ${amount} problems` : count(amount, 'problem', 'problems'),
}

function atTime(at: string): string {
  return `${isToday(at) ? '' : `on ${date(at)} `}at ${shortClock(at)}`
}

function isToday(at: string): boolean {
  return date(at) === date(new Date(serverNow()).toISOString())
}

/** `just now` and `yesterday` within a sentence; names of months stay as they are. */
function lowerFirst(words: string): string {
  return words === formatTexts.justNow || words === formatTexts.yesterday ? words.toLowerCase() : words
}

/** Words of the list of agents, and of who they are here. */
export const accountAgentTexts = {
  title: 'Who they are here',
  show: 'Agents shown',
  states: {
    unmatched: 'To review',
    matched: 'Matched',
    ignored: 'Ignored',
    unseen: 'Gone',
  } satisfies Record<AccountAgentState, string>,
  none: {
    unmatched: 'Nobody is left to review.',
    matched: 'Nobody is matched yet.',
    ignored: 'Nobody is ignored.',
    unseen: 'The service still has everybody.',
  } satisfies Record<AccountAgentState, string>,
  userOf: (name: string) => `User for ${name}`,
  choose: 'Choose a user',
  noUser: 'No user has this name',
  byEmail: 'By e-mail address',
  ignore: 'Ignore',
  ignoreOf: (name: string) => `Ignore ${name}`,
  takeBack: 'Stop ignoring',
  takeBackOf: (name: string) => `Stop ignoring ${name}`,
  by: { email: 'Same e-mail address', person: 'Chosen by hand' } satisfies Record<
    NonNullable<AccountAgent['matchedBy']>,
    string
  >,
  goneSince: (day: string) => `Not seen since ${day}`,
  more: 'Show more',
  notChanged: 'The agent was not changed',
  matched: (name: string, user: string) => `${name} is ${user}`,
  ignored: (name: string) => `${name} is ignored`,
  ignoredHelp: 'No synchronization asks about them again.',
  open: (name: string) => `${name} is up for review`,
} as const
