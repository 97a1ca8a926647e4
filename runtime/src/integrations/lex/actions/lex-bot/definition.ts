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

const exact = { additionalProperties: false } as const
const answered = ['success']

export const lexBot = defineNode({
  id: 'lex-bot',
  typeVersion: 1,
  kind: 'action',
  category: 'integrations',
  title: 'Lex Bot',
  description: 'Says a text to a bot of Amazon Lex V2, and reads what it has understood and answers.',
  icon: 'message-chatbot',
  keywords: [
    'amazon',
    'aws',
    'lex',
    'bot',
    'chatbot',
    'assistant',
    'intent',
    'slot',
    'nlu',
    'understand',
    'conversation',
  ],
  variablePrefix: 'LEXBOT',
  inputs: Type.Object(
    {
      account: Type.String({
        title: 'Account',
        maxLength: 64,
        default: '',
        'x-ui': accountInput('lex'),
        'x-required': true,
      }),
      messageType: messageTypeInput,
      text: botTextInput('1,024'),
      botId: Type.String({
        title: 'Bot Name/ID',
        description: 'The ID of 10 letters and digits under Bot details in the Lex console. Lex V2 takes no name here.',
        maxLength: 200,
        default: '',
        'x-ui': {
          widget: 'template',
          width: 'half',
          mono: true,
          placeholder: 'A1B2C3D4E5',
          emptyMessage: 'Bot Name/ID is empty',
        },
        'x-template': { place: 'text' },
        'x-required': true,
      }),
      botAlias: Type.String({
        title: 'Bot Alias',
        description: 'The ID under Aliases. TSTALIASID is the draft, for tests.',
        maxLength: 200,
        default: '',
        'x-ui': {
          widget: 'template',
          width: 'half',
          mono: true,
          placeholder: 'TSTALIASID',
          emptyMessage: 'Bot Alias is empty',
        },
        'x-template': { place: 'text' },
        'x-required': true,
      }),
      locale: Type.String({
        title: 'Locale',
        description: 'A language of the bot, such as en_US.',
        maxLength: 40,
        default: 'en_US',
        'x-ui': { widget: 'template', width: 'half', mono: true, emptyMessage: 'Locale is empty' },
        'x-template': { place: 'text' },
        'x-required': true,
      }),
      user: userInput,
      responseVariables,
      sessionAttributes: Type.Optional(
        Type.Array(
          Type.Object(
            {
              name: Type.String({
                title: 'Name',
                maxLength: 200,
                pattern: '^(?!x-amz-lex:)',
                'x-pattern-text': 'a name that does not begin with x-amz-lex:, as those of Lex itself do',
                'x-ui': { widget: 'text', mono: true, emptyMessage: 'A session attribute has no name' },
                'x-required': true,
              }),
              value: Type.String({
                title: 'Value',
                maxLength: 2_000,
                default: '',
                'x-ui': { widget: 'template' },
                'x-template': { place: 'text' },
              }),
            },
            exact,
          ),
          {
            title: 'Session Attributes',
            description: 'What the bot and its functions shall know besides the text.',
            maxItems: 50,
            'x-ui': { widget: 'rows', section: 'more', addLabel: 'Add attribute' },
          },
        ),
      ),
      timeoutSeconds: botTimeoutInput('A function behind the bot may take 30 seconds.'),
    },
    exact,
  ),
  outputs: [
    { name: 'response', title: 'What the bot answers', type: 'text', exits: answered, sample: 'For how many nights?' },
    botOutputFields.messages,
    botOutputFields.choices,
    botOutputFields.media,
    { name: 'intent', title: 'What the contact wants', type: 'text', exits: answered, sample: 'BookRoom' },
    { name: 'state', title: 'How far the intent is', type: 'text', exits: answered, sample: 'InProgress' },
    { name: 'slots', title: 'What was found out, by name', type: 'object', exits: answered },
    { name: 'slotToElicit', title: 'What the bot asks for', type: 'text', exits: answered, sample: 'Nights' },
    botOutputFields.confidence,
    { name: 'sessionAttributes', title: 'Attributes of the session', type: 'object', exits: answered },
    botOutputFields.ended,
    ...turnOutputFields,
  ],
  sets: [{ perRow: 'responseVariables', nameField: 'name', exits: answered }],
  exits: [
    { id: 'success', label: 'On Success' },
    { id: 'failure', label: 'On Failure', whenOpen: 'If the bot does not answer, the run ends here.' },
  ],
  repeat: 'never',
  summary: [{ field: 'text', style: 'template' }],
  defaults: { account: '', messageType: 'text', text: '$item.text', botId: '', botAlias: '', locale: 'en_US' },
})
