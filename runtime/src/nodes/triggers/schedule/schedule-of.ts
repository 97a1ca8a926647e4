import type { InputsOf } from '@patchbay/shared/nodes'
import { nextTicks, parseCron, type Schedule } from '@patchbay/shared/schedules'
import { type WeekdayName, weekdayNames } from '@patchbay/shared/time'
import type { schedule } from './definition.ts'

/** What the inputs of a Schedule mean. Inputs are validated, defaults filled in. */
export function scheduleOf(inputs: InputsOf<typeof schedule>): Schedule {
  const { frequency, every = 15, minute = 0, time = '09:00', dayOfMonth = 1, cron = '' } = inputs
  switch (frequency) {
    case 'minutes':
      return { kind: 'minutes', every }
    case 'hourly':
      return { kind: 'hourly', minute }
    case 'daily':
    case 'weekdays':
      return { kind: frequency, time }
    case 'weekly':
      return { kind: 'weekly', time, weekdays: (inputs.weekdays ?? []).filter(isWeekday) }
    case 'monthly':
      return { kind: 'monthly', time, dayOfMonth }
    case 'cron':
      return { kind: 'cron', expression: cron }
  }
}

function isWeekday(name: string): name is WeekdayName {
  return weekdayNames.some((weekday) => weekday === name)
}

/** What keeps the schedule from ever being due. */
export function problemOf(schedule: Schedule): string | undefined {
  if (schedule.kind !== 'cron') return undefined
  const parsed = parseCron(schedule.expression)
  if ('problem' in parsed) return parsed.problem
  const isNever = nextTicks(schedule, new Date(), 'UTC', 1).length === 0
  return isNever ? 'No date fits this expression.' : undefined
}

/** The schedule in the inputs of a compiled flow. */
export function readSchedule(inputs: unknown): Schedule {
  // The cast narrows what validation at deploy has established.
  return scheduleOf(inputs as InputsOf<typeof schedule>)
}
