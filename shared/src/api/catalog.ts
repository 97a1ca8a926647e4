import { type TSchema, Type } from 'typebox'
import type { Catalog } from '../nodes/node-definition.ts'
import { endpoint } from './endpoint.ts'
import { jsonObject, list, shape, text } from './shapes.ts'

const definition: TSchema = {
  type: 'object',
  title: 'ActionDefinition',
  description: 'What an action or trigger looks like and takes; `inputs` is a JSON Schema with form hints.',
  required: ['id', 'typeVersion', 'kind', 'title', 'inputs', 'outputs', 'exits'],
  properties: {
    id: text(),
    typeVersion: Type.Integer(),
    kind: text(),
    title: text(),
    inputs: jsonObject(),
    outputs: { type: 'array' },
    exits: { type: 'array' },
  },
  additionalProperties: true,
}

const limit = (description: string) => Type.Integer({ description })

const abilities = shape(
  {
    text: shape({
      longest: limit('Most UTF-16 units of one message.'),
      whenLonger: Type.Enum(['split', 'refuse'], { description: 'Whether a longer text is sent as several messages.' }),
      segments: Type.Optional(Type.Enum(['sms'], { description: 'What a text is sent and billed in.' })),
    }),
    buttons: Type.Optional(
      shape(
        {
          most: limit('Most buttons of one message.'),
          longestTitle: limit('Most characters of a title.'),
          urls: Type.Optional(Type.Boolean({ description: 'A button can open an address.' })),
        },
        { description: 'Absent: buttons become numbered lines of the text.' },
      ),
    ),
    media: Type.Optional(
      shape(
        {
          types: list(text('Such as image/png or image/*; * means every type.')),
          mostBytes: limit('Most bytes of one file.'),
          most: limit('Most files of one message.'),
          longestCaption: Type.Optional(limit('Most UTF-16 units of a text that goes with files.')),
        },
        { description: 'Absent: a file becomes its address as a line of the text.' },
      ),
    ),
    locations: Type.Optional(Type.Boolean()),
    templates: Type.Optional(Type.Boolean({ description: 'Messages that the service has approved before.' })),
    replyWindowHours: Type.Optional(
      limit("How long after the contact's last message it can be answered freely. Absent: always."),
    ),
    receipts: Type.Enum(['none', 'sent', 'delivered', 'read'], { description: 'The furthest that a service reports.' }),
  },
  { title: 'ChannelAbilities', description: 'What messages of the channel can hold.' },
)

const CatalogSchema = Type.Unsafe<Catalog>({
  type: 'object',
  required: ['nodes', 'channels'],
  properties: {
    revision: text('Changes with everything else in here.'),
    nodes: { type: 'array', items: definition, description: 'The newest version of each type, in the order of menus.' },
    older: {
      type: 'array',
      items: definition,
      description: 'Earlier versions and retired types that flows may have been built with.',
    },
    icons: {
      type: 'object',
      description: 'Drawings of the icons that definitions name, on 24 by 24: elements of SVG with their attributes.',
      additionalProperties: { type: 'array', items: { type: 'array' } },
    },
    contactFields: list(
      shape({
        name: text('`$contact.<name>`.'),
        title: text(),
        type: Type.Enum(['text', 'number', 'boolean', 'object', 'list', 'any']),
        sample: text(),
      }),
      { description: 'The own fields of contacts.' },
    ),
    channels: list(
      shape(
        {
          id: text(),
          title: text(),
          addressTitle: text('What one of our addresses is called.'),
          icon: text(),
          contacts: list(text('Whom the simulator plays.')),
          abilities,
        },
        { title: 'ChannelKind', description: 'A kind of way to reach contacts; `id` is the channel of its addresses.' },
      ),
    ),
  },
})

export const catalogEndpoints = {
  catalog: endpoint({
    method: 'GET',
    path: '/api/catalog',
    summary: 'Definitions of all actions',
    conditional: true,
    answer: CatalogSchema,
  }),
}
