import type { SchedulePreview, SchedulePreviewRequest } from '@patchbay/shared/api'
import { AppError, type FieldError } from '@patchbay/shared/errors'
import { withDefaults } from '@patchbay/shared/flow'
import { nextTicks } from '@patchbay/shared/schedules'
import { isTimeZone, localTimeText, zonedTime } from '@patchbay/shared/time'
import { schedule as definition } from '../nodes/triggers/schedule/definition.ts'
import { problemOf, scheduleOf } from '../nodes/triggers/schedule/schedule-of.ts'
import { createCheck } from '../platform/validation/check.ts'

const TIMES = 5

/**
 * When a Schedule with these inputs would start its flow next.
 * @throws AppError INVALID_INPUT naming the inputs, or the time zone, that cannot be used
 */
export function previewSchedule({ inputs, timeZone }: SchedulePreviewRequest, now: Date): SchedulePreview {
  const checked = createCheck(definition.inputs)(withDefaults(definition.inputs, inputs))
  if (!checked.ok) throw invalid(checked.errors.map(({ path, message }) => ({ path: `inputs.${path}`, message })))
  const schedule = scheduleOf(checked.value)
  const problem = problemOf(schedule)
  if (problem !== undefined) throw invalid([{ path: 'inputs.cron', message: problem }])
  if (!isTimeZone(timeZone)) {
    throw invalid([{ path: 'timeZone', message: 'This must be the name of a time zone such as America/New_York.' }])
  }
  const ticks = nextTicks(schedule, now, timeZone, TIMES)
  return { times: ticks.map((tick) => localTimeText(zonedTime(tick, timeZone))) }
}

function invalid(errors: readonly FieldError[]): AppError {
  const [first] = errors
  return new AppError('INVALID_INPUT', first === undefined ? 'This is not valid.' : `${first.path}: ${first.message}`, {
    errors,
  })
}
