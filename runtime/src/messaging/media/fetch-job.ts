import type { LiveEvent, MessageMedia } from '@patchbay/shared/api'
import { AppError, type ErrorCode } from '@patchbay/shared/errors'
import { MINUTE_MS, SECOND_MS } from '@patchbay/shared/time'
import { Type } from 'typebox'
import type { FetchedMedia } from '../../kit/media.ts'
import { defineJob, defineWorker, type Worker } from '../../platform/queue/job.ts'
import type { Queue } from '../../platform/queue/queue.ts'
import { keepFile, tooLarge } from './keep-file.ts'
import type { FetchOutcome, MediaRecord, MediaRepository } from './media-repository.ts'
import type { ReceivedFiles } from './received-files.ts'

/** Without an id it looks for files that were forgotten. */
const fetchJob = defineJob({
  name: 'fetch-media',
  payload: Type.Object({ id: Type.Optional(Type.String()) }, { additionalProperties: false }),
  // The row says what is to be done. Files of lost jobs are found every minute.
  retryLimit: 0,
  expireInSeconds: 180,
})

/** Longer than an attempt takes. After that the process that began it counts as dead. */
const CLAIMED_MS = 3 * MINUTE_MS
/** Pauses between the five attempts. */
const PAUSES_MS = [5 * SECOND_MS, 30 * SECOND_MS, 2 * MINUTE_MS, 10 * MINUTE_MS]
/** A file that is overdue by this much has lost its job. */
const LOST_MS = 30 * SECOND_MS
const LOST_AT_ONCE = 500

/** Reasons that no further attempt would change. */
const final: ReadonlySet<ErrorCode> = new Set<ErrorCode>([
  'RESPONSE_TOO_LARGE',
  'BODY_TOO_LARGE',
  'EGRESS_REFUSED',
  'INVALID_URL',
  'ACCOUNT_NOT_FOUND',
])

export interface MediaFetcherOptions {
  readonly media: MediaRepository
  readonly queue: Pick<Queue, 'send' | 'wake'>
  /** Fetches a file from the service of the account. @throws AppError */
  fetch(accountId: string, media: MessageMedia, signal: AbortSignal): Promise<FetchedMedia>
  /** Called after a file was stored. */
  onStored(): Promise<void>
  readonly events: { publish(event: LiveEvent): void }
  readonly now: () => Date
  onError(error: unknown, about?: object): void
}

export interface MediaFetcher {
  readonly worker: Worker
  readonly begin: ReceivedFiles['begin']
}

/**
 * Fetches the files of received messages. What is to be fetched stands in the database with the message; a job only says
 * that it is time, and may be lost or come twice.
 */
export function createMediaFetcher(options: MediaFetcherOptions): MediaFetcher {
  const { media, queue, events, now, onError } = options

  async function fetchOne(id: string, signal: AbortSignal): Promise<void> {
    const file = await media.claim(id, now(), new Date(now().getTime() + CLAIMED_MS))
    if (file === undefined) return
    const outcome = await attempt(file, signal)
    if (outcome === undefined) return
    const message = await media.settle(id, outcome)
    if (message !== undefined) {
      const { channel, address, contact } = message
      events.publish({ type: 'message', channel, address, contact, at: now().toISOString() })
    }
    if (outcome.state === 'stored') await options.onStored()
  }

  /** Undefined when there will be another attempt. */
  async function attempt(file: MediaRecord, signal: AbortSignal): Promise<FetchOutcome | undefined> {
    const { id, source, accountId, tries } = file
    try {
      const { bytes, type = source.type, name = source.name } = await options.fetch(accountId ?? '', source, signal)
      const { id: _, ...stored } = await keepFile(media, { id, chunks: [bytes], type, name })
      return { state: 'stored', file: stored }
    } catch (error) {
      // A process that stops says nothing about the file, which will be found again.
      if (signal.aborted) return undefined
      const pauseMs = PAUSES_MS[tries - 1]
      if (pauseMs === undefined || (error instanceof AppError && final.has(error.code))) {
        return { state: 'failed', problem: sentenceOf(error) }
      }
      const at = new Date(now().getTime() + pauseMs)
      await media.postpone(id, at)
      await queue.send(fetchJob, { id }, { startAfter: at, singletonKey: id })
      if (!(error instanceof AppError)) onError(error, { media: id })
      return undefined
    }
  }

  async function findForgotten(): Promise<void> {
    const before = new Date(now().getTime() - LOST_MS)
    for (const id of await media.overdue(before, LOST_AT_ONCE)) await queue.send(fetchJob, { id }, { singletonKey: id })
    for (const id of await media.abandoned(now(), LOST_AT_ONCE)) await media.remove(id)
  }

  return {
    worker: defineWorker(fetchJob, { cron: '* * * * *', concurrency: 2 }, ({ id }, signal) =>
      id === undefined ? findForgotten() : fetchOne(id, signal),
    ),
    begin({ media: files = [] }) {
      if (files.length === 0) return
      const ids = files.flatMap(({ id }) => id ?? [])
      const sent = ids.map((id) => queue.send(fetchJob, { id }, { singletonKey: id }))
      Promise.all(sent).then(() => queue.wake(fetchJob), onError)
    },
  }
}

function sentenceOf(error: unknown): string {
  if (!(error instanceof AppError)) return 'The file could not be read.'
  return error.code === 'RESPONSE_TOO_LARGE' ? tooLarge().message : error.message
}
