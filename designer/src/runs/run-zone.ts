import { dayAndClock, foreignZone } from '../ui/formats.ts'

interface Zoned {
  readonly timeZone?: string | null | undefined
}

/** Times of a run are told in the zone of its flow; those of a flow that is gone in the reader's own. */
export function zoneOf({ timeZone }: Zoned): { readonly timeZone?: string } {
  return timeZone ? { timeZone } : {}
}

/** `Today, 1:58:04 AM GMT+9`: a time of a run, with the zone where its clock differs from the reader's. */
export function timeThere(at: string, run: Zoned): string {
  const zone = foreignZone(at, zoneOf(run))
  return `${dayAndClock(at, zoneOf(run))}${zone === null ? '' : ` ${zone}`}`
}
