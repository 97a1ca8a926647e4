import type { RunListItem } from '@patchbay/shared/api'
import { clock, dayAndClock, dayBefore } from '../ui/formats.ts'
import { waitingTexts as texts } from '../ui/texts/waiting.ts'
import { zoneOf } from './run-zone.ts'

type Waiting = Pick<RunListItem, 'status' | 'waitingFor'> & Partial<Pick<RunListItem, 'waitingUntil' | 'timeZone'>>

/** What a waiting or queued run waits for, in words and in the time zone of its flow; null for every other run. */
export function waitingText(
  { status, waitingFor, waitingUntil = null, timeZone }: Waiting,
  options: { readonly now?: Date; readonly timeZone?: string } = {},
): string | null {
  if (status !== 'waiting' && status !== 'queued') return null
  if (waitingFor === null) return status === 'queued' ? texts.turn : texts.something
  const until = waitingUntil === null ? null : timeText(waitingUntil, { ...zoneOf({ timeZone }), ...options })
  switch (waitingFor) {
    case 'time':
      return until === null ? texts.time : texts.timeUntil(until)
    case 'reply':
      return until === null ? texts.reply : texts.replyUntil(until)
    case 'receipt':
      return until === null ? texts.receipt : texts.receiptUntil(until)
    case 'person':
      return texts.person
    case 'quiet-hours':
      return until === null ? texts.quietHours : texts.quietHoursUntil(until)
    case 'retry':
      return until === null ? texts.retry : texts.retryAt(until)
    case 'run':
      return texts.run
    case 'turn':
      return texts.item
    case 'resume':
      return texts.resume
    default:
      return waitingFor
  }
}

function timeText(at: string, options: { readonly now?: Date; readonly timeZone?: string }): string {
  return dayBefore(at, options) === null ? clock(at, options) : dayAndClock(at, options)
}
