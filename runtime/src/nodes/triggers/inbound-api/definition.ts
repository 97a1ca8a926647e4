import { defineNode } from '@patchbay/shared/nodes'
import { Type } from 'typebox'
import { answerInputs, awaitsAnswer } from '../../../kit/answer-inputs.ts'
import { expectedRows } from '../../expected-rows.ts'

const exact = { additionalProperties: false } as const

export const inboundApi = defineNode({
  id: 'inbound-api',
  typeVersion: 1,
  kind: 'trigger',
  category: 'triggers',
  title: 'Inbound API',
  description: 'Starts the flow when another system posts values to its address.',
  icon: 'api',
  keywords: ['start', 'call', 'system', 'http', 'rest', 'post', 'trigger', 'request', 'json', 'integration'],
  variablePrefix: 'IAPI',
  listens: { api: true },
  awaitsAnswer,
  start: { title: 'Another system asks', text: 'Your software calls the flow with values.' },
  testForm: { rows: 'expectedInputs', also: ['ANI', 'DNIS'] },
  maxPerFlow: 1,
  inputs: Type.Object(
    {
      address: Type.Optional(
        Type.Null({
          title: 'Trigger URL',
          description: 'The other system sends a POST with a JSON object to this address.',
          'x-ui': {
            widget: 'address',
            section: 'calling',
            address: {
              path: '/triggers/{flowId}',
              example: {
                arguments: [{ flag: '-H', text: 'Authorization: Bearer {authToken}', ifSet: 'authToken' }],
                bodyRows: 'expectedInputs',
                token: 'authToken',
              },
            },
          },
        }),
      ),
      sample: Type.Optional(
        Type.Null({
          title: 'Sample',
          'x-ui': { widget: 'listen', section: 'calling', sampleRows: 'expectedInputs' },
        }),
      ),
      authToken: Type.Optional(
        Type.String({
          title: 'Auth Token',
          description:
            'Sent by the other system in the Authorization header. Without it only API tokens start the flow.',
          maxLength: 500,
          'x-ui': { widget: 'secret', generate: true },
          'x-secret': true,
        }),
      ),
      ...answerInputs,
      expectedInputs: Type.Optional(
        expectedRows({
          title: 'Expected Inputs',
          description:
            'Values that the request carries, named exactly as it sends them, upper and lower case included. Each becomes a variable.',
          addLabel: 'Add expected input',
          emptyMessage: 'An Expected Input has no name',
          exampleHelp: 'Shown in completions and filled into ready calls.',
        }),
      ),
    },
    exact,
  ),
  outputs: [{ name: 'body', title: 'The whole request body', type: 'object' }],
  sets: [
    { name: 'ANI', title: 'The contact', sample: '+13055550119' },
    // The ready call sends the contact, and no number of ours.
    { name: 'DNIS', title: 'Our number', sample: '+17865550100', mayBeEmpty: true },
    {
      perRow: 'expectedInputs',
      nameField: 'name',
      typeField: 'type',
      sampleField: 'example',
      requiredField: 'required',
      defaultField: 'default',
    },
  ],
  exits: [{ id: 'next', label: 'Next' }],
  repeat: 'safe',
  summary: [{ rows: 'expectedInputs', cells: [{ field: 'name', style: 'variable' }], prefix: 'expects' }],
  defaults: { expectedInputs: [] },
})
