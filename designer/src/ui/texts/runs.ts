import type { RunStatus } from '@patchbay/shared/api'

export const runStatusTexts = {
  queued: 'Queued',
  running: 'Running',
  waiting: 'Waiting',
  succeeded: 'Succeeded',
  failed: 'Failed',
  cancelled: 'Cancelled',
} as const satisfies Record<RunStatus, string>
