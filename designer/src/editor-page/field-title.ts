import { itemSchemaOf, parseInputPath, propertiesOf } from '@patchbay/shared/flow'
import type { NodeDefinition } from '@patchbay/shared/nodes'
import type { TSchema } from 'typebox'
import { inspectorTexts } from '../ui/texts/inspector.ts'

/** The words the panel has for the place of a problem: `Headers, row 1, Value`, `Exits`. Null for the whole action. */
export function fieldTitle(path: string | undefined, definition: NodeDefinition | undefined): string | null {
  if (path === undefined || path === '') return null
  if (path.startsWith('exits')) return inspectorTexts.sections.exits
  const [head, ...rest] = parseInputPath(path)
  if (head !== 'inputs' || !definition) return inspectorTexts.sections.general
  const words = rest.length === 0 ? [] : titlesAlong(definition.inputs, rest)
  return words.length === 0 ? inspectorTexts.sections.inputs : words.join(', ')
}

function titlesAlong(schema: TSchema, path: readonly (string | number)[]): string[] {
  const [segment, ...rest] = path
  if (segment === undefined) return []
  if (typeof segment === 'number') {
    const item = itemSchemaOf(schema)
    return item ? [`row ${segment + 1}`, ...titlesAlong(item, rest)] : []
  }
  const property = propertiesOf(schema).find(([name]) => name === segment)?.[1]
  if (!property) return []
  return [property.title ?? segment, ...titlesAlong(property, rest)]
}
