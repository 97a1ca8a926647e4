import { defineNode, type FieldCondition } from '@patchbay/shared/nodes'
import { Type } from 'typebox'
import { accountInput } from '../../../../kit/account-input.ts'
import { BOTS } from '../../../../kit/bot.ts'
import { wantedFieldRow } from '../../../../kit/wanted-field-row.ts'

const exact = { additionalProperties: false } as const

const wantsFields: FieldCondition = { field: 'returns', equals: 'fields' }
const wantsText: FieldCondition = { field: 'returns', equals: 'text' }

const example = Type.Object(
  {
    text: Type.String({
      title: 'Text',
      maxLength: 5_000,
      default: '',
      'x-ui': { widget: 'long-text', emptyMessage: 'An example has no text' },
      'x-required': true,
    }),
    answer: Type.String({
      title: 'Answer',
      description: 'Of fields, one on each line, such as intent: book. Fields that are not there are empty.',
      maxLength: 5_000,
      default: '',
      'x-ui': { widget: 'long-text', emptyMessage: 'An example has no answer' },
      'x-required': true,
    }),
  },
  exact,
)

const price = (title: string) =>
  Type.Optional(
    Type.Number({
      title,
      description: 'Of a million tokens, in your currency, from the price list of the service.',
      minimum: 0,
      maximum: 1_000_000,
      'x-ui': { widget: 'number', section: 'more', width: 'half' },
    }),
  )

export const askModel = defineNode({
  id: 'ask-model',
  typeVersion: 1,
  kind: 'action',
  category: 'integrations',
  title: 'Ask a Model',
  description: 'Has a language model read a text: it fills in fields, or answers with a text.',
  icon: 'sparkles',
  keywords: [
    'ai',
    'llm',
    'gpt',
    'chatgpt',
    'language model',
    'bot',
    'intent',
    'understand',
    'classify',
    'extract',
    'summarize',
    'translate',
    'azure',
    'ollama',
    'vllm',
  ],
  variablePrefix: 'ASKAI',
  inputs: Type.Object(
    {
      account: Type.String({
        title: 'Account',
        maxLength: 64,
        default: '',
        'x-ui': accountInput('openai'),
        'x-required': true,
      }),
      model: Type.String({
        title: 'Model',
        description: 'One of those that the account may ask, or its name as the service writes it.',
        maxLength: 200,
        default: '',
        'x-ui': {
          widget: 'template',
          mono: true,
          options: BOTS,
          dependsOn: ['account'],
          emptyMessage: 'Model is empty',
        },
        'x-template': { place: 'text' },
        'x-required': true,
      }),
      instructions: Type.Optional(
        Type.String({
          title: 'Instructions',
          description: 'What the model should do with the text, and what it has to know for it.',
          maxLength: 20_000,
          'x-ui': {
            widget: 'long-template',
            placeholder: 'You read messages to a hotel. Find out what the guest wants.',
          },
          'x-template': { place: 'text' },
        }),
      ),
      text: Type.String({
        title: 'Text',
        description: 'What the model reads. It is told to follow no instructions in it.',
        maxLength: 50_000,
        default: '',
        'x-ui': { widget: 'long-template', placeholder: '$(item.text)', emptyMessage: 'Text is empty' },
        'x-template': { place: 'text' },
        'x-required': true,
      }),
      returns: Type.Enum(['fields', 'text'], {
        title: 'Answer',
        default: 'fields',
        'x-ui': { widget: 'select', optionLabels: { fields: 'Fields, each a variable', text: 'A text' } },
      }),
      fields: Type.Optional(
        Type.Array(wantedFieldRow('Unsure is not taken for want of it.'), {
          title: 'Fields',
          description: 'What to find in the text. Each becomes a variable, empty where the text does not say it.',
          maxItems: 50,
          default: [],
          'x-ui': {
            widget: 'rows',
            addLabel: 'Add field',
            visibleWhen: wantsFields,
            emptyMessage: 'There is no field to find',
          },
          'x-required': true,
        }),
      ),
      examples: Type.Optional(
        Type.Array(example, {
          title: 'Examples',
          description: 'Texts with the right answer. Two or three help a model more than long instructions.',
          maxItems: 20,
          default: [],
          'x-ui': { widget: 'row-forms', addLabel: 'Add example', rowTitle: 'Example {n}' },
        }),
      ),
      maskPersonalData: Type.Boolean({
        title: 'Keep personal data back',
        description:
          'Mail addresses, cards and long numbers leave as tokens such as <EMAIL_1>, and are put back into the answer.',
        default: true,
        'x-ui': { widget: 'switch' },
      }),
      timeoutSeconds: Type.Integer({
        title: 'Timeout',
        description: 'Without an answer in this time the action goes on by On Failure.',
        minimum: 1,
        maximum: 200,
        default: 30,
        'x-ui': { widget: 'number', width: 'third', unit: 'sec', emptyMessage: 'Timeout is empty' },
        'x-required': true,
      }),
      temperature: Type.Optional(
        Type.Number({
          title: 'Temperature',
          description: '0: always the likeliest words; 2: the most varied. Some models know only their own.',
          minimum: 0,
          maximum: 2,
          'x-ui': { widget: 'number', section: 'more', width: 'half', placeholder: 'Of the model' },
        }),
      ),
      longestAnswer: Type.Optional(
        Type.Integer({
          title: 'Longest answer',
          description: 'Models that think before they answer count their thoughts as well.',
          minimum: 1,
          maximum: 200_000,
          'x-ui': { widget: 'number', section: 'more', width: 'half', unit: 'tokens', placeholder: 'Of the model' },
        }),
      ),
      inputPrice: price('Price of what is read'),
      outputPrice: price('Price of the answer'),
    },
    exact,
  ),
  outputs: [
    { name: 'fields', title: 'All fields', type: 'object', exits: ['success', 'unsure'], when: wantsFields },
    {
      name: 'missing',
      title: 'Names of the fields that stayed empty',
      type: 'list',
      exits: ['success', 'unsure'],
      when: wantsFields,
    },
    { name: 'text', title: 'The answer', type: 'text', exits: ['success'], when: wantsText },
    { name: 'inputTokens', title: 'Tokens read', type: 'number', sample: '240' },
    { name: 'outputTokens', title: 'Tokens of the answer', type: 'number', sample: '18' },
    { name: 'cost', title: 'Cost by the prices given, 0 without them', type: 'number', sample: '0.0012' },
    { name: 'model', title: 'The model that answered', type: 'text' },
    { name: 'error', title: 'Error code, empty when all went well', type: 'text', sample: 'CONTENT_REFUSED' },
  ],
  sets: [{ perRow: 'fields', nameField: 'name', typeField: 'type', exits: ['success', 'unsure'] }],
  exits: [
    { id: 'success', label: 'On Success' },
    { id: 'unsure', label: 'Unsure', when: wantsFields },
    { id: 'failure', label: 'On Failure', whenOpen: 'If the model does not answer, the run ends here.' },
  ],
  // A question changes nothing; asked again, it costs again.
  repeat: 'safe',
  summary: [
    { field: 'model', style: 'mono' },
    { rows: 'fields', cells: [{ field: 'name', style: 'variable' }], prefix: 'finds' },
  ],
  defaults: {
    account: '',
    model: '',
    instructions: '',
    text: '',
    returns: 'fields',
    fields: [],
    examples: [],
    maskPersonalData: true,
    timeoutSeconds: 30,
  },
})
