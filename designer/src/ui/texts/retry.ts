import type { RetryOutcome } from '@patchbay/shared/flow'
import { count } from '../formats.ts'

/** Words of the settings with which an action tries again. */
export const retryTexts = {
  title: 'If it fails',
  attempts: 'Tries in all',
  attemptsHelp: 'One means: no further try.',
  firstWait: 'First wait',
  seconds: 'seconds',
  growth: 'Further waits',
  growths: { double: 'each twice as long', fixed: 'the same' },
  on: 'Try again when',
  outcomes: {
    'not-reached': 'it cannot be reached',
    timeout: 'it does not reply in time (408)',
    busy: 'it is busy (429, 503)',
    'server-error': 'it has a fault (5xx)',
    unreadable: 'its reply cannot be read',
  } satisfies Record<RetryOutcome, string>,
  deadline: 'Deadline',
  deadlineHelp: 'Takes On Failure after this time, all tries included.',
  noDeadline: 'none',
} as const

/** Words for pausing a flow. */
export const pauseTexts = {
  label: 'Incoming events',
  taken: 'Every event starts a run.',
  takenJumpsFail: 'Every event starts a run. While paused, jumps of other flows into this one take On Failure.',
  notLive: 'Deploy the flow first.',
  holding: 'Paused: events are kept and start when you resume.',
  pause: 'Pause flow',
  resume: 'Resume flow',
  paused: 'Paused',
  pausedText: 'Runs under way go on. New events are kept.',
  pausedJumpsFail: 'Runs under way go on. New events are kept; jumps of other flows into this one take On Failure.',
  resumed: 'Resumed',
  resumedText: (events: number) =>
    events === 0 ? 'New events start runs again.' : `${count(events, 'held event starts', 'held events start')} now.`,
} as const
