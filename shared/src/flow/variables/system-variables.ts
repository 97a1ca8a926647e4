import { dateTimeFields, tokenText } from '../../expressions/index.ts'
import type { Catalog } from '../../nodes/node-definition.ts'
import type { AvailableVariable } from './available-variable.ts'
import { contactFields, conversationFields, type PeopleField } from './people-fields.ts'

type SystemField = Omit<PeopleField, 'type'> & Partial<Pick<PeopleField, 'type'>>

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

/** Groups that exist in every flow without an action that sets them, and are the same in every installation. */
const fixedGroups: ReadonlyMap<string, readonly SystemField[]> = new Map<string, readonly SystemField[]>([
  ['contact', contactFields],
  ['conversation', conversationFields],
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

/** Groups whose fields are not fixed: the event brings its own. */
const openGroups: ReadonlySet<string> = new Set(['item'])

/** The groups of variables that no action sets, with the channels and own fields of an installation. */
export interface SystemVariables {
  readonly list: readonly AvailableVariable[]
  /** Names of the fields a system group has, for a did-you-mean; none for other names. */
  fieldsOf(group: string): readonly string[]
  /** Whether a path leads into a system group, and if so whether the group has such a field. */
  statusOf(path: readonly (string | number)[]): 'known' | 'unknown-field' | 'not-system'
}

/** `contact`, `conversation`, `DateTime`, `Flow`, `Run` and `item`. */
export const systemGroups: ReadonlySet<string> = new Set(fixedGroups.keys())

const byCatalog = new WeakMap<Catalog, SystemVariables>()

/** Made once per catalog. */
export function systemVariablesOf(catalog: Catalog): SystemVariables {
  const known = byCatalog.get(catalog)
  if (known !== undefined) return known
  const system = systemOf(new Map([...fixedGroups, ['contact', contactFieldsOf(catalog)]]))
  byCatalog.set(catalog, system)
  return system
}

/** All fields of contacts in an installation, each once: those that all have, one for each channel, and its own. */
function contactFieldsOf({ channels = [], contactFields: own = [] }: Catalog): readonly PeopleField[] {
  const points = channels.map(
    ({ id, title, contacts: [sample = ''] }): PeopleField => ({
      name: id === 'sms' ? 'phone' : id,
      title: `The contact on ${title}`,
      type: 'text',
      sample,
    }),
  )
  const byName = new Map<string, PeopleField>()
  for (const field of [...contactFields, ...points, ...own]) {
    if (!byName.has(field.name)) byName.set(field.name, field)
  }
  return [...byName.values()]
}

function systemOf(groups: ReadonlyMap<string, readonly SystemField[]>): SystemVariables {
  const list = [...groups].flatMap(([group, fields]) =>
    fields.map(({ name, title, type = 'text', sample }) => {
      const path = [group, name]
      return { token: tokenText(path), path, title, producer: null, certain: true, type, sample }
    }),
  )
  const names = new Map([...groups].map(([group, fields]) => [group, new Set(fields.map(({ name }) => name))]))
  return {
    list,
    fieldsOf: (group) => [...(names.get(group) ?? [])],
    statusOf([group, field]) {
      const fields = typeof group === 'string' ? names.get(group) : undefined
      if (typeof group !== 'string' || fields === undefined) return 'not-system'
      if (field === undefined || openGroups.has(group)) return 'known'
      return typeof field === 'string' && fields.has(field) ? 'known' : 'unknown-field'
    },
  }
}
