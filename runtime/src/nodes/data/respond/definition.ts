import { defineNode } from '@patchbay/shared/nodes'
import { Type } from 'typebox'
import { headerName } from '../header-name.ts'

const exact = { additionalProperties: false } as const

/** No HTML: nothing that a flow answers is a page of ours. */
const answerTypes = [
  'application/json',
  'text/plain',
  'application/xml',
  'text/xml',
  'application/x-www-form-urlencoded',
] as const

export const respond = defineNode({
  id: 'respond',
  typeVersion: 1,
  kind: 'action',
  category: 'data',
  title: 'Respond',
  description: 'Answers the system that called the flow, while the flow goes on.',
  icon: 'corner-up-left',
  keywords: ['answer', 'reply', 'return', 'http', 'api', 'webhook', 'json', 'xml', 'status', 'respond'],
  variablePrefix: 'RESPOND',
  inputs: Type.Object(
    {
      status: Type.Integer({
        title: 'Status',
        description: 'The HTTP status: 200 means that all went well.',
        minimum: 200,
        maximum: 599,
        default: 200,
        'x-ui': { widget: 'number', width: 'third', emptyMessage: 'Status is empty' },
        'x-required': true,
      }),
      contentType: Type.Optional(
        Type.Enum([...answerTypes], {
          title: 'Content Type',
          description: 'Format of the body; it decides how values are written into it.',
          default: 'application/json',
          'x-ui': { widget: 'select' },
        }),
      ),
      body: Type.Optional(
        Type.String({
          title: 'Body',
          description: 'Empty: no body.',
          maxLength: 1_000_000,
          'x-ui': { widget: 'code-template', mono: true },
          'x-template': { place: 'body', contentTypeField: 'contentType' },
        }),
      ),
      headers: Type.Optional(
        Type.Array(
          Type.Object(
            {
              key: headerName,
              value: Type.String({
                title: 'Value',
                maxLength: 8_000,
                'x-ui': { widget: 'template' },
                'x-template': { place: 'header' },
              }),
            },
            exact,
          ),
          { title: 'Headers', maxItems: 50, 'x-ui': { widget: 'rows', addLabel: 'Add header' } },
        ),
      ),
    },
    exact,
  ),
  outputs: [
    { name: 'status', title: 'HTTP status that was answered', type: 'number', exits: ['success'], sample: '200' },
    { name: 'contentType', title: 'Content type of the answer', type: 'text', exits: ['success'] },
    { name: 'headers', title: 'Headers of the answer', type: 'object', exits: ['success'] },
    { name: 'body', title: 'Body of the answer', type: 'text', exits: ['success'] },
    { name: 'error', title: 'Error code, empty when all went well', type: 'text', sample: 'INVALID_VALUE' },
  ],
  sets: [],
  exits: [
    { id: 'success', label: 'On Success' },
    { id: 'failure', label: 'On Failure', whenOpen: 'If the answer cannot be made, the run ends here.' },
  ],
  repeat: 'safe',
  answers: true,
  summary: [
    { field: 'status', style: 'mono' },
    { field: 'body', style: 'template' },
  ],
  defaults: { status: 200, contentType: 'application/json', body: '', headers: [] },
})
