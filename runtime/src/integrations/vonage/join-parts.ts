import { DAY_MS } from '@patchbay/shared/time'
import { Type } from 'typebox'
import type { CallbackEvent } from '../../kit/callback.ts'
import type { IntegrationHost } from '../../kit/integration.ts'
import { contentOf } from '../../kit/message-content.ts'
import { defineJob, defineWorker, type Worker } from '../../platform/queue/job.ts'
import type { VonageProperties } from './account.ts'
import type { TextPart } from './part.ts'
import type { JoinedText, PartRepository, TextKey } from './part-repository.ts'

/** How long the parts of a text are waited for. Then what has come is the text, and a late part a text of its own. */
const WAIT_MS = 120_000
/** Longer than Vonage sends a part again. */
const KEPT_MS = 2 * DAY_MS

const closeJob = defineJob({
  name: 'vonage-parts',
  payload: Type.Object(
    {
      accountId: Type.String(),
      contact: Type.String(),
      address: Type.String(),
      ref: Type.String(),
      begunAtMs: Type.Number(),
    },
    { additionalProperties: false },
  ),
})

const upkeepJob = defineJob({
  name: 'vonage-parts-upkeep',
  payload: Type.Object({}, { additionalProperties: false }),
})

export interface JoinParts {
  /** What is left to do for a part: nothing before the last one has come, and then the whole text. */
  take(accountId: string, part: TextPart): Promise<CallbackEvent>
  readonly jobs: readonly Worker[]
}

export interface JoinPartsOptions {
  readonly host: Pick<IntegrationHost<VonageProperties>, 'messages' | 'queue' | 'now'>
  readonly repository: PartRepository
}

/**
 * Makes one message of the parts in which Vonage hands long texts over, in whatever order and at whichever node they
 * arrive. Parts are stored before Vonage gets its answer, and the joined message has the id of its first part, so that
 * nothing counts twice.
 */
export function createJoinParts({ host: { messages, queue, now }, repository }: JoinPartsOptions): JoinParts {
  const closer = defineWorker(closeJob, { concurrency: 2 }, async ({ begunAtMs, ...key }) => {
    const joined = await repository.close(key, new Date(begunAtMs), now())
    if (joined === undefined) return
    await messages.receive({ accountId: key.accountId, ...messageOf(key, joined) })
  })
  const upkeep = defineWorker(upkeepJob, { cron: '17 * * * *' }, () =>
    repository.deleteBegunBefore(new Date(now().getTime() - KEPT_MS)),
  )

  return {
    async take(accountId, part) {
      const { contact, address, ref, number, total, id, text } = part
      const key = { accountId, contact, address, ref }
      const at = now()
      const after = await repository.add(accountId, part, at, (transaction) =>
        queue.send(
          closeJob,
          { ...key, begunAtMs: at.getTime() },
          { startAfter: new Date(at.getTime() + WAIT_MS), transaction },
        ),
      )
      if (after.kind === 'waiting') {
        return { kind: 'ignored', why: `Part ${number} of ${total} of a long text; ${after.here} have come.` }
      }
      const whole = after.kind === 'joined' ? after.joined : { id, text }
      return { kind: 'message', message: messageOf(key, whole) }
    },
    jobs: [closer, upkeep],
  }
}

function messageOf({ contact: from, address: to }: TextKey, { id, text }: JoinedText) {
  return { channel: 'sms', id, from, to, content: contentOf(text) }
}
