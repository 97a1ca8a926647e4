import { count, plural } from '../formats.ts'

const events = (held: number) => count(held, 'event was', 'events were')

/** Words for events of a paused flow that were held too long. */
export const deadLetterTexts = {
  region: 'Events held too long',
  text: (held: number) => `${events(held)} held too long and started no run.`,
  oldest: (held: number, when: string) => `${plural(held, 'It came', 'The oldest came')}: ${when}.`,
  replay: (held: number) => plural(held, 'Run it again', 'Run all again'),
  title: (held: number) => `Run ${count(held, 'event', 'events')} again?`,
  body: 'Each starts a run now, in the order in which they came: texts are sent and services are called.',
  keep: 'Not now',
  download: 'Download',
  started: (runs: number) => `${count(runs, 'new run has', 'new runs have')} started`,
  left: (held: number) => `${count(held, 'event is', 'events are')} left. Wait a moment, then run them again.`,
  refused: (held: number) => `${count(held, 'event', 'events')} cannot be run again.`,
} as const
