import { defineNode } from '@patchbay/shared/nodes'
import { Type } from 'typebox'

export const waitUnits = ['seconds', 'minutes', 'hours', 'days'] as const
export type WaitUnit = (typeof waitUnits)[number]

const forAWhile = { field: 'kind', equals: 'duration' } as const

export const wait = defineNode({
  id: 'wait',
  typeVersion: 1,
  kind: 'action',
  category: 'logic',
  title: 'Wait',
  description: 'Pauses the run for a while or until a time.',
  icon: 'hourglass',
  keywords: ['remind', 'reminder', 'hours', 'days', 'delay', 'pause', 'sleep', 'later', 'timer', 'until', 'tomorrow'],
  variablePrefix: 'WAIT',
  inputs: Type.Object(
    {
      kind: Type.Enum(['duration', 'until'], {
        title: 'Wait',
        default: 'duration',
        'x-ui': { widget: 'select', optionLabels: { duration: 'for a while', until: 'until a time' } },
      }),
      amount: Type.Optional(
        Type.String({
          title: 'How long',
          description: 'A number, such as 30 or 1.5, or a variable that holds one.',
          maxLength: 500,
          default: '5',
          'x-ui': {
            widget: 'template',
            width: 'half',
            placeholder: '5',
            visibleWhen: forAWhile,
            emptyMessage: 'How long is empty',
          },
          'x-template': { place: 'text' },
          'x-required': true,
        }),
      ),
      unit: Type.Optional(
        Type.Enum([...waitUnits], {
          title: 'Unit',
          default: 'minutes',
          'x-ui': {
            widget: 'select',
            width: 'half',
            visibleWhen: forAWhile,
            optionLabels: { seconds: 'seconds', minutes: 'minutes', hours: 'hours', days: 'days' },
          },
        }),
      ),
      until: Type.Optional(
        Type.String({
          title: 'Until',
          description:
            'A time of day (09:00), a date (2026-12-24) or both (2026-12-24 18:30), in the time zone of the flow.',
          maxLength: 500,
          default: '',
          'x-ui': {
            widget: 'template',
            placeholder: '09:00',
            visibleWhen: { field: 'kind', equals: 'until' },
            emptyMessage: 'Until is empty',
          },
          'x-template': { place: 'text' },
          'x-required': true,
        }),
      ),
    },
    { additionalProperties: false },
  ),
  outputs: [
    {
      name: 'until',
      title: 'When the wait was to end',
      type: 'text',
      sample: '2026-12-24T18:30:00.000Z',
    },
  ],
  sets: [],
  exits: [{ id: 'next', label: 'Next' }],
  repeat: 'safe',
  summary: [{ field: 'amount', style: 'template' }, { field: 'unit' }, { field: 'until', style: 'template' }],
  defaults: { kind: 'duration', amount: '5', unit: 'minutes' },
})
