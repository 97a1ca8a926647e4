import { count, plural } from '../formats.ts'

export const publicationTexts = {
  draft: 'Draft',
  live: (version: number) => `Live v${version}`,
  paused: (version: number) => `Paused v${version}`,
  held: (events: number) => `${count(events, 'event', 'events')} held`,
  expires: (events: number, when: string) => `${plural(events, 'It expires', 'The oldest expires')}: ${when}`,
  changes: (changes: number) => `${count(changes, 'change', 'changes')} not live`,
} as const
