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

const CatalogSchema = Type.Unsafe<Catalog>({
  type: 'object',
  required: ['nodes', 'channels'],
  properties: {
    revision: text('Changes with everything else in here.'),
    nodes: { type: 'array', items: definition, description: 'The newest version of each type, in the order of menus.' },
    older: { type: 'array', items: definition, description: 'Earlier versions that flows may have been built with.' },
    icons: {
      type: 'object',
      description: 'Drawings of the icons that definitions name, on 24 by 24: elements of SVG with their attributes.',
      additionalProperties: { type: 'array', items: { type: 'array' } },
    },
    channels: list(
      shape(
        {
          id: text(),
          title: text(),
          addressTitle: text('What one of our addresses is called.'),
          icon: text(),
          contacts: list(text('Whom the simulator plays.')),
          textParts: Type.Optional(Type.Enum(['sms-segments'], { description: 'What a long text is split into.' })),
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
