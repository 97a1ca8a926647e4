import type { NodeDefinition } from '../nodes/node-definition.ts'
import { itemSchemaOf, propertiesOf } from './input-schema.ts'

/** The list of an action whose rows take values out of a reply: each names a variable and says a query for it. */
export interface QueryRows {
  readonly field: string
  readonly nameField: string
  readonly queryField: string
}

/** The first input of an action that is such a list. */
export function queryRowsOf({ inputs }: NodeDefinition): QueryRows | undefined {
  for (const [field, schema] of propertiesOf(inputs)) {
    const item = itemSchemaOf(schema)
    const columns = item === undefined ? [] : propertiesOf(item)
    const name = columns.find(([, column]) => column['x-variable-name'] === true)
    const query = columns.find(([, column]) => column['x-query'] === true)
    if (name !== undefined && query !== undefined) return { field, nameField: name[0], queryField: query[0] }
  }
  return undefined
}
