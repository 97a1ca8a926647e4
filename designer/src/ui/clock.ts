/** How much the server's clock is ahead of this computer's; 0 while both agree well enough. */
let aheadMs = 0

/** A date in a header has whole seconds, and the answer was some time on its way. */
const AGREED_MS = 5_000

/**
 * The present time by the server's clock, in milliseconds. Ranges of runs and words such as "12 min ago" compare with
 * times that the server wrote, so a computer whose clock is wrong shows the same as any other.
 */
export function serverNow(): number {
  return Date.now() + aheadMs
}

/** Learns the server's clock from the `Date` header of an answer; anything else changes nothing. */
export function learnServerTime(dateHeader: string | null, now: number = Date.now()): void {
  const told = Date.parse(dateHeader ?? '')
  if (Number.isNaN(told)) return
  const difference = told - now
  aheadMs = Math.abs(difference) < AGREED_MS ? 0 : difference
}
