import { defineNode } from '@patchbay/shared/nodes'
import { clockTimePattern, weekdayNames } from '@patchbay/shared/time'
import { Type } from 'typebox'

/** The week of a business begins on Monday. */
const weekdays = [...weekdayNames.slice(1), ...weekdayNames.slice(0, 1)]
const atATime = ['daily', 'weekdays', 'weekly', 'monthly']

export const schedule = defineNode({
  id: 'schedule',
  typeVersion: 1,
  kind: 'trigger',
  category: 'triggers',
  title: 'Schedule',
  description: "Starts the flow by the clock, in the flow's time zone.",
  icon: 'calendar-clock',
  keywords: [
    'remind',
    'reminder',
    'calendar',
    'morning',
    'time',
    'timer',
    'clock',
    'cron',
    'daily',
    'weekly',
    'monthly',
    'recurring',
    'every',
    'interval',
  ],
  variablePrefix: 'SCHED',
  listens: { schedule: true },
  start: { title: 'The clock says so', text: 'Every day at nine, every Monday.' },
  inputs: Type.Object(
    {
      frequency: Type.Enum(['minutes', 'hourly', 'daily', 'weekdays', 'weekly', 'monthly', 'cron'], {
        title: 'Starts',
        default: 'daily',
        'x-ui': {
          widget: 'select',
          optionLabels: {
            minutes: 'At intervals',
            hourly: 'Every hour',
            daily: 'Every day',
            weekdays: 'Monday to Friday',
            weekly: 'Every week',
            monthly: 'Every month',
            cron: 'By cron expression',
          },
        },
      }),
      every: Type.Optional(
        Type.Integer({
          title: 'Interval',
          description: 'Counted from midnight.',
          minimum: 1,
          maximum: 720,
          default: 15,
          'x-ui': {
            widget: 'number',
            width: 'half',
            unit: 'min',
            visibleWhen: { field: 'frequency', equals: 'minutes' },
          },
        }),
      ),
      minute: Type.Optional(
        Type.Integer({
          title: 'Minute',
          description: 'Minutes past the full hour.',
          minimum: 0,
          maximum: 59,
          default: 0,
          'x-ui': {
            widget: 'number',
            width: 'half',
            visibleWhen: { field: 'frequency', equals: 'hourly' },
          },
        }),
      ),
      weekdays: Type.Optional(
        Type.Array(Type.Enum(weekdays), {
          title: 'Days',
          minItems: 1,
          uniqueItems: true,
          default: ['Monday'],
          'x-ui': { widget: 'choices', visibleWhen: { field: 'frequency', equals: 'weekly' } },
        }),
      ),
      dayOfMonth: Type.Optional(
        Type.Integer({
          title: 'Day of the month',
          description: 'In a shorter month its last day.',
          minimum: 1,
          maximum: 31,
          default: 1,
          'x-ui': { widget: 'number', width: 'half', visibleWhen: { field: 'frequency', equals: 'monthly' } },
        }),
      ),
      time: Type.Optional(
        Type.String({
          title: 'Time',
          description: 'a time of day from 00:00 to 23:59, such as 09:00',
          ...clockTimePattern,
          default: '09:00',
          'x-ui': {
            widget: 'text',
            width: 'half',
            placeholder: '09:00',
            visibleWhen: { field: 'frequency', equals: atATime },
            emptyMessage: 'Time is empty',
          },
          'x-required': true,
        }),
      ),
      cron: Type.Optional(
        Type.String({
          title: 'Cron expression',
          description: 'Five fields: minute, hour, day of the month, month, day of the week',
          maxLength: 200,
          default: '0 9 * * 1-5',
          'x-ui': {
            widget: 'text',
            mono: true,
            placeholder: '0 9 * * 1-5',
            visibleWhen: { field: 'frequency', equals: 'cron' },
            emptyMessage: 'Cron expression is empty',
          },
          'x-required': true,
        }),
      ),
      next: Type.Optional(Type.Null({ title: 'Next starts', 'x-ui': { widget: 'preview' } })),
      missed: Type.Optional(
        Type.Null({
          title: 'Starts that were missed',
          description: 'When Patchbay was down at the time. It holds for every Schedule of this flow.',
          'x-ui': {
            widget: 'flow-setting',
            flowSetting: { name: 'missedTicks', otherwise: 'skip' },
            optionLabels: {
              skip: 'Leave them out',
              'run-once': 'Start once for all of them',
              'run-all': 'Start for each one',
            },
          },
        }),
      ),
    },
    { additionalProperties: false },
  ),
  outputs: [
    {
      name: 'scheduledFor',
      title: 'When it was due, with the offset of the time zone',
      type: 'text',
      sample: '2026-01-31T09:00:00-05:00',
    },
    { name: 'date', title: 'Date when it was due', type: 'text', sample: '2026-01-31' },
    { name: 'time', title: 'Time when it was due', type: 'text', sample: '09:00' },
    { name: 'weekday', title: 'Day of the week', type: 'text', sample: 'Saturday' },
    { name: 'missed', title: 'Starts before this one that were missed', type: 'number', sample: '0' },
  ],
  sets: [],
  exits: [{ id: 'next', label: 'Next' }],
  repeat: 'safe',
  summary: [
    { field: 'frequency' },
    { field: 'every', prefix: 'of' },
    { field: 'minute', prefix: 'at minute' },
    { field: 'weekdays', prefix: 'on' },
    { field: 'dayOfMonth', prefix: 'on day' },
    { field: 'time', prefix: 'at' },
    { field: 'cron', style: 'mono' },
  ],
  defaults: { frequency: 'daily', time: '09:00' },
})
