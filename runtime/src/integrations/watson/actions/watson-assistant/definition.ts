import { defineNode } from '@patchbay/shared/nodes'
import { Type } from 'typebox'
import {
  botOutputFields,
  botTextInput,
  botTimeoutInput,
  messageTypeInput,
  turnOutputFields,
  userInput,
} from '../../../../bots/bot-inputs.ts'
import { accountInput } from '../../../../kit/account-input.ts'
import { responseVariables } from '../../../../web-call/index.ts'

const answered = ['success']

export const watsonAssistant = defineNode({
  id: 'watson-assistant',
  typeVersion: 1,
  kind: 'action',
  category: 'integrations',
  title: 'Watson Assistant',
  description: 'Says a text to an assistant of IBM watsonx Assistant, and reads what it has understood and answers.',
  icon: 'robot',
  keywords: [
    'ibm',
    'watson',
    'watsonx',
    'assistant',
    'bot',
    'chatbot',
    'intent',
    'entity',
    'dialog',
    'understand',
    'conversation',
  ],
  variablePrefix: 'WATSONASSIST',
  inputs: Type.Object(
    {
      account: Type.String({
        title: 'Account',
        maxLength: 64,
        default: '',
        'x-ui': accountInput('watson'),
        'x-required': true,
      }),
      messageType: messageTypeInput,
      text: botTextInput('2,048'),
      user: userInput,
      conversationTimeoutMinutes: Type.Optional(
        Type.Integer({
          title: 'Conversation timeout',
          description: 'After so long without a text the conversation starts anew.',
          minimum: 1,
          maximum: 10_080,
          default: 60,
          'x-ui': { widget: 'number', width: 'half', unit: 'min' },
        }),
      ),
      responseVariables,
      timeoutSeconds: botTimeoutInput('A webhook behind the assistant may take 30 seconds.'),
    },
    { additionalProperties: false },
  ),
  outputs: [
    { name: 'answer', title: 'What the assistant answers', type: 'text', exits: answered, sample: 'How many nights?' },
    {
      name: 'response',
      title: 'The reply as SmartFlows had it',
      type: 'object',
      exits: answered,
      fields: [
        { name: 'output.text[0]', title: 'The first text of the answer', type: 'text', sample: 'How many nights?' },
        { name: 'output.text', title: 'The texts of the answer', type: 'list' },
      ],
    },
    botOutputFields.messages,
    botOutputFields.choices,
    botOutputFields.media,
    { name: 'intent', title: 'What the contact wants', type: 'text', exits: answered, sample: 'book_room' },
    botOutputFields.confidence,
    { name: 'slots', title: 'What was found out, by name', type: 'object', exits: answered },
    { name: 'handOver', title: 'Whether it wants a person', type: 'boolean', exits: answered, sample: 'false' },
    { name: 'noteToPerson', title: 'What it tells the person', type: 'text', exits: answered },
    botOutputFields.ended,
    ...turnOutputFields,
  ],
  sets: [{ perRow: 'responseVariables', nameField: 'name', exits: answered }],
  exits: [
    { id: 'success', label: 'On Success' },
    { id: 'failure', label: 'On Failure', whenOpen: 'If the assistant does not answer, the run ends here.' },
  ],
  repeat: 'never',
  summary: [{ field: 'text', style: 'template' }],
  defaults: { account: '', messageType: 'text', text: '$item.text', conversationTimeoutMinutes: 60 },
})
