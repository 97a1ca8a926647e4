import { defineNode, type OutputField } from '@patchbay/shared/nodes'
import { Type } from 'typebox'
import { accountInput } from '../../../kit/account-input.ts'
import { ANY_BOT, BOTS } from '../../../kit/bot.ts'
import { wantedFieldRow } from '../../../kit/wanted-field-row.ts'
import { recipientInput, senderInput } from '../message-inputs.ts'

const longText = (title: string, description: string, placeholder: string, maxLength = 5_000) =>
  Type.Optional(
    Type.String({
      title,
      description,
      maxLength,
      'x-ui': { widget: 'long-template', placeholder },
      'x-template': { place: 'text' },
    }),
  )

const most = (title: string, description: string, numbers: { maximum: number; default?: number }, more: object = {}) =>
  Type.Integer({
    title,
    description,
    minimum: 1,
    ...numbers,
    'x-ui': { widget: 'number', width: 'half', emptyMessage: `${title} is empty`, ...more },
  })

const ended = ['done', 'hand-over', 'no-reply']

/** What every end of the conversation leaves. */
const outcome: readonly OutputField[] = [
  { name: 'found', title: 'What was found out, by name', type: 'object' },
  { name: 'missing', title: 'Names of the fields that stayed empty', type: 'list' },
  { name: 'transcript', title: 'What was said, a line each', type: 'text', sample: 'Contact: A room for two nights' },
  { name: 'turns', title: 'How often the bot has answered', type: 'number', sample: '5' },
  { name: 'reason', title: 'Why it ended', type: 'text', sample: 'contact-asked' },
  { name: 'inputTokens', title: 'Tokens read, where the service counts them', type: 'number', sample: '1240' },
  { name: 'outputTokens', title: 'Tokens answered', type: 'number', sample: '118' },
  { name: 'error', title: 'Error code, empty when all went well', type: 'text', sample: 'TIMEOUT' },
]

export const botConversation = defineNode({
  id: 'bot-conversation',
  typeVersion: 1,
  kind: 'action',
  category: 'messaging',
  title: 'Bot Conversation',
  description: 'Lets a bot or a language model talk with the contact until it has found out what you want to know.',
  icon: 'robot-face',
  keywords: [
    'ai',
    'llm',
    'gpt',
    'chatbot',
    'assistant',
    'agent',
    'talk',
    'dialog',
    'intent',
    'slot',
    'interview',
    'lex',
  ],
  variablePrefix: 'BOTTALK',
  inputs: Type.Object(
    {
      account: Type.String({
        title: 'Account',
        maxLength: 64,
        default: '',
        'x-ui': accountInput(ANY_BOT),
        'x-required': true,
      }),
      bot: Type.String({
        title: 'Bot or Model',
        description: 'Of the account: a model by its name, or a bot as the page of its service says.',
        maxLength: 300,
        default: '',
        'x-ui': {
          widget: 'template',
          mono: true,
          options: BOTS,
          dependsOn: ['account'],
          emptyMessage: 'Bot or Model is empty',
        },
        'x-template': { place: 'text' },
        'x-required': true,
      }),
      opening: longText(
        'Opening',
        'What the contact reads first. Empty: the bot answers First Text at once.',
        'Such as: Hello, what can I do for you?',
        1_600,
      ),
      text: Type.Optional(
        Type.String({
          title: 'First Text',
          description: 'What the contact has written already. With an opening, the bot knows it, too.',
          maxLength: 5_000,
          'x-ui': { widget: 'template', placeholder: '$item.text' },
          'x-template': { place: 'text' },
        }),
      ),
      instructions: longText(
        'Instructions',
        'For language models: who it is, what it has to know, and how it talks. Bots have theirs at their service.',
        'You are the front desk of a small hotel. Breakfast is from 7 to 10.',
        20_000,
      ),
      fields: Type.Optional(
        Type.Array(wantedFieldRow('The conversation may end without it.'), {
          title: 'Find Out',
          description: 'Each becomes a variable. Of bots with slots, a field has the name of its slot.',
          maxItems: 50,
          default: [],
          'x-ui': { widget: 'rows', addLabel: 'Add field' },
        }),
      ),
      handOverWhen: longText(
        'Hand Over When',
        'For language models, besides the wish for a person.',
        'Such as: the guest complains, or asks for money back',
        2_000,
      ),
      handOverWords: Type.Optional(
        Type.String({
          title: 'Words for a Person',
          description: 'With commas between them. A text that is one of them hands over at once.',
          maxLength: 1_000,
          'x-ui': { widget: 'text', placeholder: 'agent, human, operator' },
        }),
      ),
      silenceMinutes: most('Longest Silence (Minutes)', 'Without an answer by then: No Reply.', {
        maximum: 10_080,
        default: 60,
      }),
      mostTurns: most('Most Turns', 'After so many answers of the bot a person goes on.', {
        maximum: 200,
        default: 20,
      }),
      maskPersonalData: Type.Boolean({
        title: 'Keep personal data back',
        description:
          'Mail addresses, cards and long numbers leave as tokens such as <EMAIL_1>, and are put back into what is said and found.',
        default: true,
        'x-ui': { widget: 'switch' },
      }),
      to: recipientInput({ title: 'Contact', description: 'Others in the form of their channel.' }),
      from: senderInput('address', 'Our Address'),
      timeoutSeconds: Type.Optional(
        most(
          'Timeout',
          'Without an answer of the bot in this time the action goes on by On Failure.',
          { maximum: 200, default: 30 },
          { section: 'more', unit: 'sec' },
        ),
      ),
      mostTokens: Type.Optional(
        most(
          'Most Tokens',
          'Read and answered in all turns together; after that a person goes on.',
          { maximum: 10_000_000 },
          { section: 'more', placeholder: 'No limit' },
        ),
      ),
    },
    { additionalProperties: false },
  ),
  outputs: outcome,
  sets: [{ perRow: 'fields', nameField: 'name', typeField: 'type', exits: ended }],
  exits: [
    { id: 'done', label: 'Done' },
    { id: 'hand-over', label: 'Hand Over', whenOpen: 'The run ends here, and nobody takes over.' },
    { id: 'no-reply', label: 'No Reply' },
    { id: 'failure', label: 'On Failure', whenOpen: 'If the bot does not answer, the run ends here.' },
  ],
  repeat: 'never',
  summary: [
    { field: 'bot', style: 'mono' },
    { rows: 'fields', cells: [{ field: 'name', style: 'variable' }], prefix: 'finds' },
  ],
  defaults: {
    account: '',
    bot: '',
    opening: '',
    text: '$item.text',
    instructions: '',
    fields: [],
    handOverWhen: '',
    handOverWords: 'agent, human, operator',
    silenceMinutes: 60,
    mostTurns: 20,
    maskPersonalData: true,
    to: '$ANI',
    from: '$DNIS',
    timeoutSeconds: 30,
  },
})
