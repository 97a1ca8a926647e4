import { localTimeText, weekdayNames } from '@patchbay/shared/schedules'
import { defineTrigger, type TriggerEvent } from '../../../kit/node.ts'
import { fieldOf, textOf } from '../../../kit/values.ts'
import { schedule } from './definition.ts'
import { problemOf, scheduleOf } from './schedule-of.ts'

/** The event's data: `{ scheduledFor, timeZone, missed }`, the first as an ISO time in UTC. */
export const scheduleTrigger = defineTrigger(schedule, {
  start(_inputs, event) {
    const outputs = { ...localTimeOf(event), missed: Number(textOf(fieldOf(event.data, 'missed'))) }
    return {
      outputs,
      variables: {},
      item: { ANI: '', DNIS: '', text: '', externalChatData: outputs },
    }
  },
  problems(inputs) {
    const problem = problemOf(scheduleOf(inputs))
    return problem === undefined ? [] : [{ path: 'cron', message: problem }]
  },
})

function localTimeOf(event: TriggerEvent) {
  const instant = new Date(textOf(fieldOf(event.data, 'scheduledFor')))
  const scheduledFor = localTimeText(instant, textOf(fieldOf(event.data, 'timeZone')))
  const date = scheduledFor.slice(0, 10)
  return {
    scheduledFor,
    date,
    time: scheduledFor.slice(11, 16),
    weekday: weekdayNames[new Date(date).getUTCDay()] ?? '',
  }
}
