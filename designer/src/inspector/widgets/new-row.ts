import { type InputSchema, isShown, propertiesOf } from '@patchbay/shared/flow'
import type { UiHints } from '@patchbay/shared/nodes'
import type { TSchema } from 'typebox'
import { widgetOf } from '../form/layout-form.ts'

type Row = Readonly<Record<string, unknown>>

/**
 * What a new row of a list begins with: what it takes over from the row before, else the defaults of the schema, else
 * empty texts. Values that the row would not show are left out.
 */
export function newRow(item: TSchema, before?: unknown, { repeats = [] }: Pick<UiHints, 'repeats'> = {}): Row {
  const row: Record<string, unknown> = {}
  for (const [name, schema] of propertiesOf(item)) {
    if (!isShown(schema, {}, row)) continue
    const value = repeats.includes(name) && isRow(before) ? before[name] : firstValue(schema)
    if (value !== undefined) row[name] = value
  }
  return row
}

function firstValue(schema: InputSchema): unknown {
  if ('default' in schema) return schema.default
  const { below, detail } = schema['x-ui'] ?? {}
  return below === undefined && detail === undefined && textWidgets.has(widgetOf(schema)) ? '' : undefined
}

const textWidgets: ReadonlySet<string> = new Set(['text', 'template', 'long-text', 'long-template', 'secret', 'phone'])

function isRow(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
