import { AppError } from '../errors/index.ts'

const knownZones = new Map<string, boolean>()

/** Most zone names that are remembered; a flow has one. */
const REMEMBERED_ZONES = 1_000

/** Whether this is the name of a time zone, such as `America/New_York`. */
export function isTimeZone(name: string): boolean {
  const known = knownZones.get(name)
  if (known !== undefined) return known
  if (knownZones.size >= REMEMBERED_ZONES) knownZones.clear()
  const isKnown = canFormatIn(name)
  knownZones.set(name, isKnown)
  return isKnown
}

function canFormatIn(timeZone: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone })
    return true
  } catch {
    // Intl has no other way to say that it does not know a zone.
    return false
  }
}

/**
 * Returns the name. A deploy refuses a flow with an unknown zone, so this throws only where that check was passed by:
 * falling back to UTC would give times that are wrong by hours without a sign of it.
 * @throws AppError INVALID_VALUE for a name that is no time zone
 */
export function requireTimeZone(name: string): string {
  if (isTimeZone(name)) return name
  const message = `"${name}" is no time zone. Choose one such as America/New_York in the settings of the flow.`
  throw new AppError('INVALID_VALUE', message)
}
