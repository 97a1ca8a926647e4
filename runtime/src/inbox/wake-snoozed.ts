import { Type } from 'typebox'
import { defineJob, defineWorker, type Worker } from '../platform/queue/job.ts'
import type { Database } from '../store/database.ts'
import { changeConversation } from '../store/messages/change-conversation.ts'

const wakeJob = defineJob({
  name: 'wake-conversations',
  payload: Type.Object({}, { additionalProperties: false }),
  retryLimit: 0,
})

/** Conversations woken per run of the job. The next minute wakes the others. */
const AT_ONCE = 500

/** Wakes conversations whose snooze is over, every minute: they wait for an answer then. */
export function createSnoozeWorker(options: {
  readonly database: Database
  readonly onChange: (conversationId: string) => void
  readonly now: () => Date
}): Worker {
  const { database, now } = options
  return defineWorker(wakeJob, { cron: '* * * * *' }, async () => {
    const at = now()
    const over = await database.kysely
      .selectFrom('conversation')
      .select('id')
      .where('snoozedUntil', '<=', at)
      .where('status', '=', 'waiting')
      .limit(AT_ONCE)
      .execute()
    for (const { id } of over) {
      const isWoken = await changeConversation(database, id, at, async ({ status, snoozedUntil }) => {
        if (status !== 'waiting' || snoozedUntil === null || snoozedUntil > at) return { change: {}, result: false }
        const set = { status: 'open', snoozedUntil: null, waitsSince: snoozedUntil } as const
        return { change: { set, items: [{ kind: 'woken', author: '' }] }, result: true }
      })
      if (isWoken === true) options.onChange(id)
    }
  })
}
