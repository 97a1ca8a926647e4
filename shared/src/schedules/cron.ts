/** The values that each field of a cron expression lets through. */
export interface Cron {
  readonly minutes: ReadonlySet<number>
  readonly hours: ReadonlySet<number>
  readonly daysOfMonth: ReadonlySet<number>
  readonly months: ReadonlySet<number>
  /** 0 is Sunday. */
  readonly weekdays: ReadonlySet<number>
  /** Either day field begins with `*`: both have to fit. Otherwise one of them is enough. */
  readonly bothDays: boolean
}

interface Field {
  readonly title: string
  readonly least: number
  readonly most: number
  readonly names?: readonly string[]
}

const monthNames = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec']
const dayNames = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat']

const fields = {
  minute: { title: 'minute', least: 0, most: 59 },
  hour: { title: 'hour', least: 0, most: 23 },
  dayOfMonth: { title: 'day of the month', least: 1, most: 31 },
  month: { title: 'month', least: 1, most: 12, names: monthNames },
  weekday: { title: 'day of the week', least: 0, most: 7, names: dayNames },
} as const satisfies Record<string, Field>

/**
 * Reads the five fields minute, hour, day of the month, month and day of the week: numbers, names of months and
 * days, `*`, ranges `1-5`, steps `*\/10` and lists of these. As in Unix cron, Sunday is 0 or 7, and when both day
 * fields are limited a day fits when one of them does.
 */
export function parseCron(text: string): { readonly cron: Cron } | { readonly problem: string } {
  const parts = text.split(/\s+/).filter((part) => part !== '')
  const [minute = '', hour = '', dayOfMonth = '', month = '', weekday = ''] = parts
  if (parts.length !== 5) {
    const given = parts.length === 1 ? 'there is 1' : `there are ${parts.length}`
    return { problem: `Five fields are needed (minute, hour, day of the month, month, day of the week); ${given}.` }
  }
  try {
    const weekdays = read(weekday, fields.weekday)
    return {
      cron: {
        minutes: read(minute, fields.minute),
        hours: read(hour, fields.hour),
        daysOfMonth: read(dayOfMonth, fields.dayOfMonth),
        months: read(month, fields.month),
        weekdays: new Set([...weekdays].map((day) => day % 7)),
        bothDays: dayOfMonth.startsWith('*') || weekday.startsWith('*'),
      },
    }
  } catch (error) {
    if (error instanceof FieldProblem) return { problem: error.message }
    throw error
  }
}

class FieldProblem extends Error {}

function read(text: string, field: Field): ReadonlySet<number> {
  return new Set(text.split(',').flatMap((item) => valuesOf(item, field)))
}

function valuesOf(item: string, field: Field): number[] {
  const match = /^(?:\*|([0-9a-z]+)(?:-([0-9a-z]+))?)(?:\/(\d{1,4}))?$/i.exec(item)
  if (match === null) throw new FieldProblem(notReadable(item, field))
  const [, first, last, stepText] = match
  const step = stepText === undefined ? 1 : Number(stepText)
  const from = first === undefined ? field.least : numberOf(first, field)
  // `5/15` means from 5 to the end.
  const lastOfStep = first === undefined || stepText !== undefined ? field.most : from
  const to = last === undefined ? lastOfStep : numberOf(last, field)
  if (step === 0) throw new FieldProblem(`The step in "${item}" must be 1 or more.`)
  if (to < from) {
    const steps = stepText === undefined ? '' : `/${stepText}`
    const instead = `${first}-${field.most}${steps},${field.least}-${last}${steps}`
    throw new FieldProblem(`"${item}" ends before it begins; write ${instead} instead.`)
  }
  return Array.from({ length: Math.floor((to - from) / step) + 1 }, (_, index) => from + index * step)
}

function notReadable(item: string, { title, names }: Field): string {
  if (item === '?') return `Write * for any ${title}; "?" cannot be read.`
  const allowed = `write a number, ${names === undefined ? '' : 'a name, '}a range such as 1-5, a step such as */10 or a list of these`
  return `"${item}" cannot be read as ${title}; ${allowed}.`
}

function numberOf(text: string, { title, least, most, names = [] }: Field): number {
  const named = names.indexOf(text.toLowerCase())
  const value = named === -1 ? (/^\d{1,2}$/.test(text) ? Number(text) : Number.NaN) : named + least
  if (value >= least && value <= most) return value
  throw new FieldProblem(`"${text}" is no ${title}; it goes from ${least} to ${most}.`)
}
