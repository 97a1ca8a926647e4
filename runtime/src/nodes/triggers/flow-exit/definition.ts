import { defineNode } from '@patchbay/shared/nodes'
import { Type } from 'typebox'
import { namedValue } from '../../named-value.ts'

const exact = { additionalProperties: false } as const

export const flowExit = defineNode({
  id: 'flow-exit',
  typeVersion: 1,
  kind: 'trigger',
  category: 'triggers',
  title: 'Flow Exit',
  description: 'Starts when a run of this flow has ended, however it did: for a last call, a note or a survey.',
  icon: 'flag',
  keywords: [
    'event handler',
    'end',
    'ended',
    'finish',
    'finally',
    'after',
    'post',
    'survey',
    'always',
    'outcome',
    'close',
  ],
  variablePrefix: 'EXIT',
  listens: { end: true },
  maxPerFlow: 1,
  inputs: Type.Object(
    {
      values: Type.Array(namedValue({ emptyMessage: 'A value has no name', isVariable: true, atEnd: true }), {
        title: 'Values of the run',
        description: 'What the run knew at its end and the actions after this one need. Each becomes a variable.',
        maxItems: 100,
        default: [],
        'x-ui': { widget: 'rows', addLabel: 'Add value' },
      }),
    },
    exact,
  ),
  outputs: [
    { name: 'status', title: 'How the run ended', type: 'text', sample: 'succeeded' },
    { name: 'errorCode', title: 'Code of its error', type: 'text', sample: 'TIMEOUT' },
    { name: 'errorMessage', title: 'Its error in words', type: 'text' },
    { name: 'runId', title: 'Id of the run', type: 'text' },
    { name: 'startedAt', title: 'When it was accepted', type: 'text', sample: '2026-12-24T18:30:00.000Z' },
    { name: 'finishedAt', title: 'When it ended', type: 'text', sample: '2026-12-24T18:30:02.000Z' },
  ],
  sets: [
    { name: 'ANI', title: 'The contact', sample: '+13055550119' },
    { name: 'DNIS', title: 'Our number', sample: '+17865550100' },
    { perRow: 'values', nameField: 'name' },
  ],
  exits: [{ id: 'next', label: 'Next' }],
  repeat: 'safe',
  summary: [{ rows: 'values', cells: [{ field: 'name', style: 'variable' }], prefix: 'takes' }],
  defaults: { values: [] },
})
