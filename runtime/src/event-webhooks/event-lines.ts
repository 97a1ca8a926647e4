import { type EventEntity, eventTypeNames, factsOfEvent } from '@patchbay/shared/api'
import { AppError } from '@patchbay/shared/errors'
import { stringifyJson } from '@patchbay/shared/json'
import { DAY_MS, MINUTE_MS, SECOND_MS } from '@patchbay/shared/time'
import type { Kysely } from 'kysely'
import { readTime } from '../kit/read-time.ts'
import { readEvents } from '../store/events/read-events.ts'
import type { Tables } from '../store/schema/tables.ts'
import { toEnvelope } from './envelope.ts'

export interface EventsAsked {
  readonly startAt: string
  /** Not included. Absent: now. */
  readonly endAt?: string
  /** Absent: all. */
  readonly entities?: readonly EventEntity[]
}

/** What has happened, for receivers that were away. */
export interface EventLines {
  /**
   * Events in the order of happening, a line of JSON each; some lines at a time, read as they are asked for.
   * @throws AppError INVALID_INPUT for times that are none, or too long ago
   */
  read(asked: EventsAsked): AsyncIterable<string>
}

export interface EventLinesOptions {
  readonly kysely: Kysely<Tables>
  readonly channelName: (channel: string) => string
  readonly now: () => Date
}

const KEPT_MS = 14 * DAY_MS
/** For the clock of the caller, and the way of the request. */
const TOLERANCE_MS = MINUTE_MS
/** What is committed late may stand before what was read, so the last seconds are left for the next request. */
const BEHIND_MS = 15 * SECOND_MS
const PAGE = 500

export function createEventLines({ kysely, channelName, now }: EventLinesOptions): EventLines {
  async function* pages(from: Date, until: Date, types: readonly string[] | undefined): AsyncIterable<string> {
    for (let afterSeq = 0; ; ) {
      const events = await readEvents(kysely, {
        from,
        until,
        ...(types === undefined ? {} : { types }),
        afterSeq,
        limit: PAGE,
      })
      const lines = events.map((event) => `${stringifyJson(toLine(event))}\n`)
      if (lines.length > 0) yield lines.join('')
      const last = events.at(-1)
      if (last === undefined || events.length < PAGE) return
      afterSeq = last.seq
    }
  }

  const toLine = (event: Parameters<typeof toEnvelope>[0]) => ({ ...toEnvelope(event, { channelName }) })

  return {
    read({ startAt, endAt, entities }) {
      const at = now().getTime()
      const from = readTime('startAt', startAt)
      if (from.getTime() < at - KEPT_MS - TOLERANCE_MS) {
        throw invalid('startAt', 'Events are kept for 14 days. Begin with a time after that.')
      }
      const end = endAt === undefined ? at : readTime('endAt', endAt).getTime()
      if (end <= from.getTime()) throw invalid('endAt', 'This must be after startAt.')
      const types = entities && eventTypeNames.filter((type) => entities.includes(factsOfEvent(type).entity))
      return pages(from, new Date(Math.min(end, at - BEHIND_MS)), types)
    },
  }
}

function invalid(path: string, message: string): AppError {
  return new AppError('INVALID_INPUT', `${path}: ${message}`, { errors: [{ path, message }] })
}
