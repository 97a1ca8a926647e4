import {
  type InputPath,
  type InputSchema,
  inputAt,
  isRequired,
  isShown,
  propertiesOf,
  withDefaults,
} from '@patchbay/shared/flow'
import type { UiHints, Widget } from '@patchbay/shared/nodes'
import { widgets } from '@patchbay/shared/nodes'
import type { TSchema } from 'typebox'

/** One input as the form draws it. */
export interface FormField {
  readonly path: InputPath
  readonly schema: InputSchema
  readonly hints: UiHints
  readonly widget: Widget
  readonly title: string
  readonly required: boolean
  /** What the document holds there, or the schema's default. */
  readonly value: unknown
}

export interface FormGroup {
  /** Heading above it; null for fields without one. */
  readonly title: string | null
  /** Fields that share a line. */
  readonly lines: readonly (readonly FormField[])[]
}

type Inputs = Readonly<Record<string, unknown>>

/** The visible inputs of one section of the panel in the order, groups and lines of their `x-ui` hints. */
export function layoutForm(schema: TSchema, inputs: Inputs, section?: UiHints['section']): FormGroup[] {
  const complete = withDefaults(schema, inputs)
  return groupsOf(fieldsOf(schema, [], complete).filter(({ hints }) => hints.section === section))
}

/** The same for the object at `path` within complete inputs, such as one row of a list. */
export function layoutPart(schema: TSchema, path: InputPath, inputs: Inputs): FormGroup[] {
  return groupsOf(fieldsOf(schema, path, inputs))
}

function groupsOf(fields: readonly FormField[]): FormGroup[] {
  const groups: { title: string | null; fields: FormField[] }[] = []
  for (const field of fields) {
    const title = field.hints.group ?? null
    const last = groups.at(-1)
    if (last && last.title === title) last.fields.push(field)
    else groups.push({ title, fields: [field] })
  }
  return groups.map(({ title, fields }) => ({ title, lines: linesOf(fields) }))
}

function fieldsOf(schema: TSchema, path: InputPath, inputs: Inputs): FormField[] {
  const beside = inputAt(inputs, path)
  return inOrder(schema).flatMap(([name, property]) => {
    if (property['x-ui']?.widget === 'hidden' || !isShown(property, inputs, beside)) return []
    const at = [...path, name]
    const widget = widgetOf(property)
    return widget === 'fields' ? fieldsOf(property, at, inputs) : [fieldOf(name, at, property, inputs)]
  })
}

function fieldOf(name: string, path: InputPath, schema: InputSchema, inputs: Inputs): FormField {
  return {
    path,
    schema,
    hints: schema['x-ui'] ?? {},
    widget: widgetOf(schema),
    title: schema.title ?? name,
    required: isRequired(schema, inputs),
    value: inputAt(inputs, path),
  }
}

function inOrder(schema: TSchema): (readonly [string, InputSchema])[] {
  return propertiesOf(schema)
    .map(([name, property], index) => ({ name, property, order: property['x-ui']?.order ?? index }))
    .sort((a, b) => a.order - b.order)
    .map(({ name, property }) => [name, property] as const)
}

const knownWidgets: ReadonlySet<string> = new Set(widgets)

/** The widget a schema asks for; a name we do not know falls back to the default of its JSON type. */
export function widgetOf(schema: InputSchema): Widget {
  const wanted = schema['x-ui']?.widget
  if (wanted !== undefined && knownWidgets.has(wanted)) return wanted
  if (Array.isArray(enumOf(schema))) return 'select'
  switch (typeOf(schema)) {
    case 'boolean':
      return 'switch'
    case 'integer':
    case 'number':
      return 'number'
    case 'array':
      return 'rows'
    case 'object':
      return 'fields'
    default:
      return schema['x-template'] ? 'template' : 'text'
  }
}

/** The allowed values of a schema with an enum. */
export function enumOf(schema: TSchema): readonly unknown[] | undefined {
  return 'enum' in schema && Array.isArray(schema.enum) ? schema.enum : undefined
}

function typeOf(schema: TSchema): string | undefined {
  return 'type' in schema && typeof schema.type === 'string' ? schema.type : undefined
}

const widths = { third: 4, half: 6, full: 12 } as const

/** Fills lines of twelve parts; a field that no longer fits begins the next line. */
function linesOf(fields: readonly FormField[]): FormField[][] {
  const lines: FormField[][] = []
  let used = 12
  for (const field of fields) {
    const width = widths[field.hints.width ?? 'full']
    const line = lines.at(-1)
    if (line && used + width <= 12) line.push(field)
    else {
      lines.push([field])
      used = 0
    }
    used += width
  }
  return lines
}
