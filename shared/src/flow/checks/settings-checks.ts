import { nearestName } from '../../expressions/index.ts'
import type { FlowProblem } from '../problem.ts'
import type { Flow } from '../schema.ts'

const knownZones = new Map<string, boolean>()

/** Most zone names that are remembered; a flow has one. */
const REMEMBERED_ZONES = 1_000

function isTimeZone(name: string): boolean {
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

export function checkSettings({ settings: { timeZone } }: Flow): FlowProblem[] {
  if (isTimeZone(timeZone)) return []
  const near = nearestName(timeZone, Intl.supportedValuesOf('timeZone'))
  const problem = { severity: 'error', path: 'settings.timeZone', code: 'TIME_ZONE_UNKNOWN' } as const
  const unknown = `The time zone \`${timeZone}\` is not known.`
  if (near === undefined) return [{ ...problem, message: `${unknown} Choose one such as \`America/New_York\`.` }]
  const fix = { label: `Use ${near}`, find: timeZone, replacement: near }
  return [{ ...problem, message: `${unknown} Did you mean \`${near}\`?`, fix }]
}
