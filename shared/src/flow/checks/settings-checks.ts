import { nearestName } from '../../expressions/index.ts'
import { isTimeZone } from '../../time/index.ts'
import type { FlowProblem } from '../problem.ts'
import type { Flow } from '../schema.ts'

export function checkSettings({ settings: { timeZone } }: Flow): FlowProblem[] {
  if (isTimeZone(timeZone)) return []
  const near = nearestName(timeZone, Intl.supportedValuesOf('timeZone'))
  const problem = { severity: 'error', path: 'settings.timeZone', code: 'TIME_ZONE_UNKNOWN' } as const
  const unknown = `The time zone \`${timeZone}\` is not known.`
  if (near === undefined) return [{ ...problem, message: `${unknown} Choose one such as \`America/New_York\`.` }]
  const fix = { label: `Use ${near}`, find: timeZone, replacement: near }
  return [{ ...problem, message: `${unknown} Did you mean \`${near}\`?`, fix }]
}
