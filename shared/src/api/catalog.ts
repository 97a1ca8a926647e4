import { Type } from 'typebox'
import type { Catalog } from '../nodes/node-definition.ts'
import { endpoint } from './endpoint.ts'
import { jsonObject, text } from './shapes.ts'

const CatalogSchema = Type.Unsafe<Catalog>({
  type: 'object',
  required: ['nodes'],
  properties: {
    nodes: {
      type: 'array',
      items: {
        type: 'object',
        title: 'ActionDefinition',
        description: 'What an action or trigger looks like and takes; `inputs` is a JSON Schema with form hints.',
        required: ['id', 'typeVersion', 'kind', 'title', 'inputs'],
        properties: { id: text(), typeVersion: Type.Integer(), kind: text(), title: text(), inputs: jsonObject() },
        additionalProperties: true,
      },
    },
  },
})

export const catalogEndpoints = {
  catalog: endpoint({
    method: 'GET',
    path: '/api/catalog',
    summary: 'Definitions of all actions',
    answer: CatalogSchema,
  }),
}
