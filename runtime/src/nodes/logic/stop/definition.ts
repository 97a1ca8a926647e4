import { defineNode } from '@patchbay/shared/nodes'
import { Type } from 'typebox'

export const stop = defineNode({
  id: 'stop',
  typeVersion: 1,
  kind: 'action',
  category: 'logic',
  title: 'Stop',
  description: 'Ends the run here, as succeeded or as failed, with a message.',
  icon: 'player-stop',
  keywords: ['end', 'finish', 'exit', 'terminate', 'quit', 'fail', 'error', 'abort', 'throw', 'done'],
  variablePrefix: 'STOP',
  inputs: Type.Object(
    {
      outcome: Type.Enum(['succeeded', 'failed'], {
        title: 'The run ends as',
        default: 'succeeded',
        'x-ui': { widget: 'select', optionLabels: { succeeded: 'succeeded', failed: 'failed' } },
      }),
      message: Type.Optional(
        Type.String({
          title: 'Message',
          description: 'Shown with the run and sent to a caller that waits. Of a failed run alerts have it, too.',
          maxLength: 10_000,
          'x-ui': { widget: 'long-template', placeholder: 'Such as: No free table on $date' },
          'x-template': { place: 'text' },
        }),
      ),
    },
    { additionalProperties: false },
  ),
  outputs: [{ name: 'message', title: 'The message', type: 'text', sample: 'No free table on Friday' }],
  sets: [],
  exits: [],
  repeat: 'safe',
  changesNothing: true,
  summary: [
    { field: 'outcome', prefix: 'as' },
    { field: 'message', style: 'template' },
  ],
  defaults: { outcome: 'succeeded', message: '' },
})
