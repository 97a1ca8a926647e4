import { type InputSchema, propertiesOf, sameJson } from '@patchbay/shared/flow'
import type { NodeDefinition } from '@patchbay/shared/nodes'
import type { TSchema } from 'typebox'
import { inspectorTexts } from '../ui/texts/inspector.ts'

const texts = inspectorTexts.newerVersion.changes

/** What a newer version of an action asks otherwise than the one that a flow has, in a few words each. */
export function versionChanges(before: NodeDefinition, after: NodeDefinition): readonly string[] {
  const [was, is] = [fieldsOf(before.inputs), fieldsOf(after.inputs)]
  const added = [...is].flatMap(([path, field]) => (was.has(path) ? [] : [texts.added(nameOf(field))]))
  const gone = [...was].flatMap(([path, field]) => (is.has(path) ? [] : [texts.gone(nameOf(field))]))
  const changed = [...is].flatMap(([path, field]) => {
    const earlier = was.get(path)
    return earlier === undefined ? [] : fieldChanges(earlier, field)
  })
  return [...added, ...gone, ...changed]
}

function fieldChanges(before: InputSchema, after: InputSchema): readonly string[] {
  const name = nameOf(after)
  const isRequired = after['x-required'] !== undefined
  const changes = [
    ...(nameOf(before) === name ? [] : [texts.renamed(nameOf(before), name)]),
    ...((before['x-required'] !== undefined) === isRequired ? [] : [texts[isRequired ? 'required' : 'optional'](name)]),
    ...(sameJson(memberOf(before, 'enum'), memberOf(after, 'enum')) ? [] : [texts.choices(name)]),
  ]
  if (changes.length > 0 || sameJson(shownPart(before), shownPart(after))) return changes
  return [texts.changed(name)]
}

/** What people see of a field, beside its name and choices. */
function shownPart(field: InputSchema) {
  return [memberOf(field, 'type'), memberOf(field, 'default'), field['x-ui']?.widget ?? null]
}

/** A keyword of JSON Schema; null for none. */
function memberOf(field: InputSchema, keyword: 'type' | 'default' | 'enum'): unknown {
  return Object.entries(field).find(([name]) => name === keyword)?.[1] ?? null
}

/** The fields of a form by their paths; objects stand for what they hold. */
function fieldsOf(schema: TSchema, at = ''): ReadonlyMap<string, InputSchema> {
  return new Map(
    propertiesOf(schema).flatMap(([name, property]): (readonly [string, InputSchema])[] => {
      const path = `${at}/${name}`
      return property['x-ui']?.widget === 'fields' ? [...fieldsOf(property, path)] : [[path, property]]
    }),
  )
}

function nameOf({ title }: InputSchema): string {
  return title ?? ''
}
