/** Runs that a run has started. */
export const startedRunTexts = {
  title: (runs: string) => `Started runs (${runs})`,
  filter: 'Which of the started runs',
  all: 'All',
  failed: 'Failed',
  item: (place: number) => `Item ${place}`,
  none: 'None yet.',
  noneFailed: 'None has failed.',
  showMore: 'Show earlier ones',
  startedBy: 'Started by',
  byItem: (place: number, action: number) => `Item ${place} of #${action}`,
  byJump: (flow: string | null, action: number) => `${flow ?? 'A run, at'} #${action}`,
  by: (flow: string, action: number) => `Started by ${flow} #${action}`,
} as const
