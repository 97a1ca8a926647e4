import { DAY_MS } from '@patchbay/shared/time'
import { Type } from 'typebox'
import { defineJob, defineWorker, type Worker } from '../../platform/queue/job.ts'
import type { SessionRepository } from './session-repository.ts'

/** The longest time that the service keeps a conversation, and the longest that an action may ask for. */
const KEPT_MS = 7 * DAY_MS

const upkeepJob = defineJob({
  name: 'watson-sessions-upkeep',
  payload: Type.Object({}, { additionalProperties: false }),
})

/** Forgets conversations in which nothing was said for a week, every hour in one process. */
export function createSessionUpkeep(sessions: Pick<SessionRepository, 'deleteUsedBefore'>, now: () => Date): Worker {
  return defineWorker(upkeepJob, { cron: '23 * * * *' }, () =>
    sessions.deleteUsedBefore(new Date(now().getTime() - KEPT_MS)),
  )
}
