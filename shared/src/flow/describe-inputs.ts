import type { NodeDefinition } from '../nodes/node-definition.ts'
import { formatInputPath, ownValue } from './input-path.ts'
import { type InputSchema, propertiesOf } from './input-schema.ts'
import { sameJson } from './same-json.ts'
import { type InputVisit, titleOf, walkInputs } from './walk-inputs.ts'

type Inputs = Readonly<Record<string, unknown>>

/** Longest value that is written out in a sentence. */
const LONGEST_SHOWN = 40

/** Units as sentences write them, by how the form writes them. */
const shortUnits: Readonly<Record<string, string>> = { sec: 's' }

/**
 * What became of the inputs of an action, one phrase per field or list: `Timeout 10 s became 30 s`. Fields that
 * neither version shows do not count, nor does a default that was left out before.
 */
export function describeInputs(before: Inputs, after: Inputs, definition: NodeDefinition | undefined): string[] {
  if (before === after || sameJson(before, after)) return []
  if (definition === undefined) return ['its inputs changed']
  const was = fieldsOf(before, definition)
  const is = fieldsOf(after, definition)
  const changes = [...is].flatMap(([path, field]) => {
    const old = was.get(path)
    if (!field.visible && old?.visible !== true) return []
    return sameJson(old?.value, field.value) ? [] : [describe(field, old?.value)]
  })
  return [
    ...changes,
    ...(sameJson(unknownParts(before, definition), unknownParts(after, definition)) ? [] : ['its inputs changed']),
  ]
}

/** Single values and whole lists, by their path. */
function fieldsOf(inputs: Inputs, { inputs: schema }: NodeDefinition): Map<string, InputVisit> {
  const fields = new Map<string, InputVisit>()
  walkInputs(schema, inputs, (field) => {
    if (!field.path.some((segment) => typeof segment === 'number')) fields.set(formatInputPath(field.path), field)
  })
  return fields
}

/** What the schema does not know, which a form cannot show. */
function unknownParts(inputs: Inputs, { inputs: schema }: NodeDefinition): unknown {
  const known = new Set(propertiesOf(schema).map(([name]) => name))
  return Object.fromEntries(Object.entries(inputs).filter(([name]) => !known.has(name)))
}

function describe({ schema, path, value, secret, kind }: InputVisit, before: unknown): string {
  const title = titleOf(schema, path)
  if (kind === 'rows') return `${title} changed`
  if (isBlank(value)) return `${title} was cleared`
  if (secret) return isBlank(before) ? `${title} was set` : `${title} was replaced`
  const [was, is] = [wordsFor(schema, before), wordsFor(schema, value)]
  if (is === null) return isBlank(before) ? `${title} was set` : `${title} changed`
  if (isBlank(before)) return `${title} became ${is}`
  return was === null ? `${title} changed` : `${title} ${was} became ${is}`
}

function isBlank(value: unknown): boolean {
  return value === undefined || value === null || value === ''
}

/** A short value in the words of the form, or null for one too long for a sentence. */
function wordsFor(schema: InputSchema, value: unknown): string | null {
  if (typeof value === 'boolean') return value ? 'on' : 'off'
  if (typeof value !== 'string' && typeof value !== 'number') return null
  const text = String(value)
  const label = ownValue(schema['x-ui']?.optionLabels ?? {}, text)
  if (typeof label === 'string') return label
  if (text.length > LONGEST_SHOWN || text.includes('\n')) return null
  const unit = schema['x-ui']?.unit
  return unit === undefined ? text : `${text} ${shortUnits[unit] ?? unit}`
}
