import { clock } from '#clock'
import type { FunctionDefinition } from './function-definition.ts'
import { checkFormat, checkUnit, checkZone } from './time-arguments.ts'

export const timeFunctions: readonly FunctionDefinition[] = [
  {
    name: 'date',
    title: 'Writes a date or time in a format, in the zone of the flow or another one.',
    takes: 'time',
    parameters: [
      { name: 'format', type: 'text', isOptional: true, check: checkFormat },
      { name: 'zone', type: 'text', isOptional: true, check: checkZone },
    ],
    usage: 'date: "MMMM d, yyyy"',
    example: ['2026-01-31', 'January 31, 2026'],
    run: (value, [format = 'MMMM d, yyyy', zone], { timeZone }) =>
      clock.format(value, String(format), zone === undefined ? timeZone : String(zone)),
  },
  {
    name: 'later',
    title: 'A date or time so many minutes, hours, days, weeks, months or years later.',
    takes: 'time',
    parameters: [
      { name: 'amount', type: 'number' },
      { name: 'unit', type: 'text', check: checkUnit },
    ],
    usage: 'later: 3, "days"',
    example: ['2026-01-31', '2026-02-03'],
    run: (value, [amount = 0, unit = 'days'], { timeZone }) =>
      clock.move(value, Number(amount), String(unit), timeZone),
  },
  {
    name: 'earlier',
    title: 'A date or time so many minutes, hours, days, weeks, months or years earlier.',
    takes: 'time',
    parameters: [
      { name: 'amount', type: 'number' },
      { name: 'unit', type: 'text', check: checkUnit },
    ],
    usage: 'earlier: 1, "month"',
    example: ['2026-01-31', '2025-12-31'],
    run: (value, [amount = 0, unit = 'days'], { timeZone }) =>
      clock.move(value, -Number(amount), String(unit), timeZone),
  },
  {
    name: 'until',
    title: 'How many whole days, or other units, lie between a date or time and a later one.',
    takes: 'time',
    parameters: [
      { name: 'end', type: 'time' },
      { name: 'unit', type: 'text', isOptional: true, check: checkUnit },
    ],
    usage: 'until: "2026-12-24"',
    example: ['2026-12-01', 23],
    run: (value, [end = '', unit = 'days'], { timeZone }) => clock.between(value, end, String(unit), timeZone),
  },
  {
    name: 'phone',
    title: 'Writes a phone number as people read it, or as "national" or "plain".',
    takes: 'text',
    parameters: [
      {
        name: 'form',
        type: 'text',
        isOptional: true,
        check: (form) =>
          ['international', 'national', 'plain'].includes(String(form))
            ? undefined
            : 'takes "international", "national" or "plain"',
      },
    ],
    usage: 'phone',
    example: ['+13055550119', '+1 305 555 0119'],
    run: (value, [form = 'international']) => clock.phone(String(value), String(form)),
  },
]
