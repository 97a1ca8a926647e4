import { dateTimeFields, tokenText } from '../../expressions/index.ts'
import type { AvailableVariable } from './available-variable.ts'

interface SystemField {
  readonly name: string
  readonly title: string
  readonly sample: string
}

type DateTimeField = (typeof dateTimeFields)[number]['name']

const dateTimeTitles: Readonly<Record<DateTimeField, string>> = {
  currentTime: 'Time',
  currentTimeText: 'Time without a colon',
  currentDateText: 'Date in words',
  currentMonthText: 'Month',
  currentDayText: 'Day of the month',
  currentYear: 'Year',
  currentDayofWeek: 'Day of the week',
  iso: 'Date and time with the zone',
  date: 'Date',
  hour: 'Hour',
  minute: 'Minute',
  timeZone: 'Time zone of the flow',
}

/** Groups that exist in every flow without an action that sets them. */
const groups: ReadonlyMap<string, readonly SystemField[]> = new Map([
  ['DateTime', dateTimeFields.map(({ name, sample }) => ({ name, sample, title: dateTimeTitles[name] }))],
  [
    'Flow',
    [
      { name: 'id', title: 'ID of this flow', sample: '018f5c5e-7a41-7c3a-9a55-0b2f4f3c1d10' },
      { name: 'name', title: 'Name of this flow', sample: 'Weather Forecast' },
      { name: 'version', title: 'Version that runs', sample: '3' },
    ],
  ],
  [
    'Run',
    [
      { name: 'id', title: 'ID of this run', sample: '018f5c5e-9b02-7e10-8c21-6a1d2e3f4b5c' },
      { name: 'startedAt', title: 'When this run started', sample: '2020-01-01T17:00:00.000Z' },
    ],
  ],
  [
    'item',
    [
      { name: 'text', title: 'Text of the event that started the run', sample: 'Weather please' },
      { name: 'ANI', title: 'The contact', sample: '+13055550119' },
      { name: 'DNIS', title: 'Our number', sample: '+17865550100' },
    ],
  ],
])

/** Groups whose fields are not fixed: the event brings its own. `contact` stays empty until contacts exist. */
const openGroups: ReadonlySet<string> = new Set(['item', 'contact'])

export const systemVariables: readonly AvailableVariable[] = [...groups].flatMap(([group, fields]) =>
  fields.map(({ name, title, sample }) => ({
    token: tokenText([group, name]),
    path: [group, name],
    title,
    producer: null,
    certain: true,
    type: 'text',
    sample,
  })),
)

/** `DateTime`, `Flow`, `Run`, `item` and `contact`. */
export const systemGroups: ReadonlySet<string> = new Set([...groups.keys(), ...openGroups])

/** Names of the fields a system group has, for a did-you-mean; none for other names. */
export function systemFields(group: string): readonly string[] {
  return (groups.get(group) ?? []).map((field) => field.name)
}

/** Whether a path leads into a system group, and if so whether the group has such a field. */
export function systemStatus(path: readonly (string | number)[]): 'known' | 'unknown-field' | 'not-system' {
  const [group, field] = path
  if (typeof group !== 'string') return 'not-system'
  if (openGroups.has(group)) return 'known'
  const fields = groups.get(group)
  if (fields === undefined) return 'not-system'
  if (field === undefined) return 'known'
  return fields.some(({ name }) => name === field) ? 'known' : 'unknown-field'
}
