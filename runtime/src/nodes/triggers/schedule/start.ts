import { nextTicks } from '@patchbay/shared/schedules'
import { localTimeText, weekdayNameOf, zonedTime } from '@patchbay/shared/time'
import { defineTrigger, type TriggerEvent } from '../../../kit/trigger.ts'
import { fieldOf, textOf } from '../../../kit/values.ts'
import { schedule } from './definition.ts'
import { problemOf, scheduleOf } from './schedule-of.ts'

const SHOWN_TIMES = 5

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
  preview(inputs, { now, timeZone }) {
    const times = nextTicks(scheduleOf(inputs), now, timeZone, SHOWN_TIMES)
    return {
      lines: times.map((time) => ({ time: localTimeText(zonedTime(time, timeZone)) })),
      help: times.length === 0 ? 'It is never due.' : `On the clock of ${timeZone}, once the flow is live.`,
    }
  },
})

function localTimeOf(event: TriggerEvent) {
  const instant = new Date(textOf(fieldOf(event.data, 'scheduledFor')))
  const shown = zonedTime(instant, textOf(fieldOf(event.data, 'timeZone')))
  const scheduledFor = localTimeText(shown)
  return {
    scheduledFor,
    date: scheduledFor.slice(0, 10),
    time: scheduledFor.slice(11, 16),
    weekday: weekdayNameOf(shown),
  }
}
