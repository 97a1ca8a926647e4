import { createHash } from 'node:crypto'
import type { WebhookOffReason, WebhookPreset } from '@patchbay/shared/api'
import { DAY_MS, HOUR_MS, MINUTE_MS, SECOND_MS } from '@patchbay/shared/time'

/** Pauses after the failed attempts of one event. After the last one it is given up. */
const pausesMs: Readonly<Record<WebhookPreset, readonly number[]>> = {
  gladly: [30 * SECOND_MS, 5 * MINUTE_MS, 30 * MINUTE_MS, HOUR_MS],
  standard: [
    30 * SECOND_MS,
    5 * MINUTE_MS,
    30 * MINUTE_MS,
    HOUR_MS,
    2 * HOUR_MS,
    5 * HOUR_MS,
    10 * HOUR_MS,
    10 * HOUR_MS,
  ],
}

const SHORTEST_ASKED_MS = SECOND_MS
const LONGEST_ASKED_MS = DAY_MS
const WARNED_AFTER_MS = 4 * DAY_MS
const OFF_AFTER_MS = 5 * DAY_MS
const GONE = 410

export interface Failure {
  readonly webhookId: string
  readonly preset: WebhookPreset
  readonly now: Date
  /** Attempts of this event, this one among them. */
  readonly tries: number
  /** Of the answer; null when there was none. */
  readonly status: number | null
  /** The pause that the receiver asked for. */
  readonly askedMs?: number
  /** Since when every attempt has failed; this one may be the first. */
  readonly failingSince: Date
  readonly isWarned: boolean
}

export interface Consequence {
  /** When the event is tried again. Absent: it is given up. */
  readonly dueAt?: Date
  /** The webhook is turned off. */
  readonly off?: WebhookOffReason
  /** It will be turned off in a day unless an attempt succeeds. */
  readonly warns?: true
}

/** What follows from a failed attempt. */
export function afterFailure(failure: Failure): Consequence {
  const { preset, now, tries, status, askedMs, failingSince, isWarned } = failure
  if (preset === 'standard' && status === GONE) return { off: 'gone' }
  const pauseMs = pausesMs[preset][tries - 1]
  if (pauseMs === undefined && preset === 'gladly') return { off: 'retry-limit' }
  const failingMs = now.getTime() - failingSince.getTime()
  if (preset === 'standard' && failingMs >= OFF_AFTER_MS) return { off: 'failing' }
  const warns = preset === 'standard' && failingMs >= WARNED_AFTER_MS && !isWarned
  return {
    ...(pauseMs === undefined ? {} : { dueAt: new Date(now.getTime() + waitMs(failure, pauseMs, askedMs)) }),
    ...(warns ? { warns } : {}),
  }
}

function waitMs({ preset, webhookId, tries }: Failure, pauseMs: number, askedMs: number | undefined): number {
  if (askedMs !== undefined) return Math.min(Math.max(askedMs, SHORTEST_ASKED_MS), LONGEST_ASKED_MS)
  return preset === 'gladly' ? pauseMs : Math.round(pauseMs * jitterOf(webhookId, tries))
}

/**
 * A factor from 0.8 to 1.2. All events of a webhook get the same for a try, so that those which have failed in order are
 * tried again in that order, and receivers of different webhooks are not called at the same moment.
 */
function jitterOf(webhookId: string, tries: number): number {
  const hash = createHash('sha256').update(`${webhookId} ${tries}`).digest()
  return 0.8 + 0.4 * (hash.readUInt32BE(0) / 0xffffffff)
}
