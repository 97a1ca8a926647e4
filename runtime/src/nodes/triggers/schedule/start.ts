import { createZoneClock, weekdayNames } from '@patchbay/shared/schedules'
import { implementTrigger, type TriggerEvent } from '../../node-module.ts'
import { fieldOf, textOf } from '../../values.ts'
import { schedule } from './definition.ts'
import { problemOf, scheduleOf } from './schedule-of.ts'

/** The event's data: `{ scheduledFor, timeZone, missed }`, the first as an ISO time in UTC. */
export const scheduleTrigger = implementTrigger(
  schedule,
  (_inputs, event) => {
    const outputs = { ...localTimeOf(event), missed: Number(textOf(fieldOf(event.data, 'missed'))) }
    return {
      outputs,
      variables: {},
      item: { ANI: '', DNIS: '', text: '', externalChatData: outputs },
    }
  },
  (inputs) => {
    const problem = problemOf(scheduleOf(inputs))
    return problem === undefined ? [] : [{ path: 'cron', message: problem }]
  },
)

function localTimeOf(event: TriggerEvent) {
  const instant = new Date(textOf(fieldOf(event.data, 'scheduledFor'))).getTime()
  const offset = createZoneClock(textOf(fieldOf(event.data, 'timeZone'))).offsetAt(instant)
  const shown = new Date(instant + offset)
  const text = shown.toISOString()
  return {
    scheduledFor: `${text.slice(0, 19)}${offsetText(offset)}`,
    date: text.slice(0, 10),
    time: text.slice(11, 16),
    weekday: weekdayNames[shown.getUTCDay()] ?? '',
  }
}

function offsetText(offset: number): string {
  const minutes = Math.abs(Math.round(offset / 60_000))
  const parts = [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, '0'))
  return `${offset < 0 ? '-' : '+'}${parts.join(':')}`
}
