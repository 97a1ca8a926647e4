import { randomUUID } from 'node:crypto'

/** When the clock is set back by more than this, ids follow it. When by less, ids go on from the last time. */
const TOLERATED_STEP_BACK_MS = 10_000
const COUNTER_LIMIT = 0x1000
const HIGHEST_MS = 2 ** 48 - 1

let lastMs = 0
let counter = 0

/**
 * A new UUIDv7 (RFC 9562 section 5.7): 48 bits of milliseconds, a 12-bit counter that keeps ids of one process in order
 * within a millisecond, and 62 random bits.
 */
export function uuidv7(now: Date = new Date()): string {
  const ms = now.getTime()
  if (ms > lastMs || ms < lastMs - TOLERATED_STEP_BACK_MS) {
    lastMs = ms
    counter = 0
  } else {
    counter += 1
    if (counter === COUNTER_LIMIT) {
      lastMs += 1
      counter = 0
    }
  }
  // The tail of a random UUID has the variant bits and 62 random bits.
  return `${timePart(lastMs)}-7${counter.toString(16).padStart(3, '0')}-${randomUUID().slice(19)}`
}

/** The time at which this UUIDv7 was made, to the millisecond. */
export function timeOfId(id: string): Date {
  return new Date(Number.parseInt(id.slice(0, 8) + id.slice(9, 13), 16))
}

/**
 * The lowest id of this millisecond, for ranges of ids by time. It is not a valid UUIDv7 itself. A time that no id can
 * hold gives the lowest or the highest one.
 */
export function lowestId(time: Date): string {
  return `${timePart(Math.min(Math.max(time.getTime(), 0), HIGHEST_MS))}-0000-0000-000000000000`
}

function timePart(ms: number): string {
  const hex = ms.toString(16).padStart(12, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8)}`
}
