import { DAY_MS } from '@patchbay/shared/time'
import { Type } from 'typebox'
import { defineJob, defineWorker, type Worker } from '../../platform/queue/job.ts'
import type { Queue } from '../../platform/queue/queue.ts'
import { deliverJob } from './deliveries.ts'
import type { ZapierDeliveryRepository } from './delivery-repository.ts'
import type { FeedBounds, ZapierFeedRepository } from './feed-repository.ts'

/** The bounds of each feed. */
const feedBounds: FeedBounds = { mostItems: 200_000, mostBytes: 1024 * 1024 * 1024, keptMs: 7 * DAY_MS }
const deliveriesKeptMs = 7 * DAY_MS
/** A delivery overdue by this much has lost its job to a crash between two attempts. */
const lostAfterMs = 10 * 60 * 1000
/** Rows per statement. The embedded database does nothing else while it runs one. */
const batch = 1_000

const upkeepJob = defineJob({
  name: 'zapier-upkeep',
  payload: Type.Object({}, { additionalProperties: false }),
  expireInSeconds: 600,
})

/** Keeps feeds and deliveries within their bounds, every five minutes in one process. */
export function createZapierUpkeep(options: {
  readonly feeds: ZapierFeedRepository
  readonly deliveries: ZapierDeliveryRepository
  readonly queue: Pick<Queue, 'send'>
  readonly now: () => Date
}): Worker {
  const { feeds, deliveries, queue, now } = options
  return defineWorker(upkeepJob, { cron: '*/5 * * * *' }, async (_payload, signal) => {
    for (const accountId of await feeds.owners()) {
      const next = () => feeds.deleteOld({ accountId, bounds: feedBounds, now: now(), limit: batch })
      while (!signal.aborted && (await next()) === batch);
    }
    const ended = new Date(now().getTime() - deliveriesKeptMs)
    while (!signal.aborted && (await deliveries.deleteEnded(ended, batch)) === batch);
    const lost = await deliveries.overdue(new Date(now().getTime() - lostAfterMs), batch)
    for (const deliveryId of lost) await queue.send(deliverJob, { deliveryId }, { singletonKey: deliveryId })
  })
}
