import { defineNode } from '@patchbay/shared/nodes'
import { Type } from 'typebox'
import { namedValue } from '../../named-value.ts'

const exact = { additionalProperties: false } as const

/** The flow itself, in place of the id of another one. */
export const THIS_FLOW = 'this'
/** Where the choices of the flow come from. */
export const JUMP_TARGETS = 'jump-targets'

export const jumpTo = defineNode({
  id: 'jump-to',
  typeVersion: 1,
  kind: 'action',
  category: 'logic',
  title: 'Jump To',
  description: 'Starts another flow, or another part of this one, and can wait for what it hands back.',
  icon: 'logout-2',
  keywords: ['subroutine', 'link', 'subflow', 'call', 'go to', 'goto', 'another flow', 'reuse', 'shared', 'handover'],
  variablePrefix: 'JUMPTO',
  jumps: { flowField: 'flow', numberField: 'number', valuesField: 'values' },
  inputs: Type.Object(
    {
      flow: Type.String({
        title: 'Flow',
        description: 'Live flows that have a Jump From.',
        maxLength: 100,
        default: '',
        'x-ui': {
          widget: 'select',
          options: JUMP_TARGETS,
          emptyMessage: 'Flow is empty',
          keptAt: {
            path: '/flows',
            title: 'Flows',
            none: 'No live flow has a Jump From.',
            gone: 'A flow that is not live',
          },
        },
        'x-required': true,
      }),
      number: Type.Optional(
        Type.Integer({
          title: 'Number of the Jump From',
          description: 'For a flow that has several. Otherwise the first one.',
          minimum: 1,
          'x-ui': { widget: 'number', width: 'half' },
        }),
      ),
      values: Type.Array(namedValue({ emptyMessage: 'A value has no name' }), {
        title: 'Values to pass',
        description:
          'By the names that the Jump From expects. The contact ($ANI) and our number ($DNIS) are passed as they are.',
        maxItems: 100,
        default: [],
        'x-ui': { widget: 'rows', addLabel: 'Add value' },
      }),
      wait: Type.Boolean({
        title: 'Wait until it has ended',
        default: true,
        'x-ui': { widget: 'switch' },
      }),
      returned: Type.Array(
        Type.Object(
          {
            name: Type.String({
              title: 'Name',
              maxLength: 120,
              'x-ui': { widget: 'text', mono: true, emptyMessage: 'A returned value has no name' },
              'x-required': true,
              'x-variable-name': true,
            }),
          },
          exact,
        ),
        {
          title: 'Returned values',
          description: 'Names that the other flow hands back. Each becomes a variable.',
          maxItems: 100,
          default: [],
          'x-ui': {
            widget: 'rows',
            addLabel: 'Add returned value',
            visibleWhen: { field: 'wait', equals: true },
          },
        },
      ),
    },
    exact,
  ),
  outputs: [
    { name: 'runId', title: 'Id of the run', type: 'text' },
    { name: 'values', title: 'All values that were handed back', type: 'object', exits: ['next'] },
  ],
  sets: [{ perRow: 'returned', nameField: 'name', exits: ['next'] }],
  exits: [
    { id: 'next', label: 'Next' },
    {
      id: 'failure',
      label: 'On Failure',
      whenOpen: 'If the other flow cannot be started or fails, the run ends here.',
    },
  ],
  repeat: 'safe',
  // The flow itself is stored by its id, which says nothing to a reader.
  summary: [{ rows: 'values', cells: [{ field: 'name', style: 'variable' }], prefix: 'passes' }],
  defaults: { flow: '', values: [], wait: true, returned: [] },
})
