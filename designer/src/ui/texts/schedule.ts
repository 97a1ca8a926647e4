import type { FlowSettings } from '@patchbay/shared/flow'

/** Words of the Schedule trigger beyond its fields. */
export const scheduleTexts = {
  incomplete: 'Shown once the settings above are complete.',
  none: 'It is never due.',
  zone: (timeZone: string) => `On the clock of ${timeZone}, once the flow is live.`,
  missed: {
    skip: 'Leave them out',
    'run-once': 'Start once for all of them',
    'run-all': 'Start for each one',
  } satisfies Record<NonNullable<FlowSettings['missedTicks']>, string>,
} as const
