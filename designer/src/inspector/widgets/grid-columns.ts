import { type InputSchema, propertiesOf } from '@patchbay/shared/flow'
import type { TSchema } from 'typebox'
import { widgetOf } from '../form/layout-form.ts'

export interface GridColumn {
  readonly name: string
  readonly title: string
  readonly schema: InputSchema
  /** Columns that stand below this one, in the same cell. */
  readonly below: readonly GridColumn[]
}

export interface GridColumns {
  readonly columns: readonly GridColumn[]
  /** The switch that makes a neighbour secret; drawn as a lock at the row's end. */
  readonly lock: GridColumn | null
  /** Drawn below a row that is opened. */
  readonly details: readonly GridColumn[]
}

/** The columns of a grid of rows: the properties of its item schema. */
export function gridColumnsOf(item: TSchema): GridColumns {
  const drawn = propertiesOf(item).filter(([, schema]) => schema['x-ui']?.widget !== 'hidden')
  const columnsBelow = (above: string | undefined): GridColumn[] =>
    drawn
      .filter(([, schema]) => schema['x-ui']?.below === above)
      .map(([name, schema]) => ({ name, schema, title: schema.title ?? name, below: columnsBelow(name) }))
  const all = columnsBelow(undefined)
  const lockNames = new Set(all.flatMap(({ schema }) => lockNameOf(schema)))
  const shown = all.filter(({ name }) => !lockNames.has(name))
  return {
    columns: shown.filter((column) => !isDetail(column)),
    details: shown.filter(isDetail),
    lock: all.find(({ name }) => lockNames.has(name)) ?? null,
  }
}

function isDetail({ schema }: GridColumn): boolean {
  return schema['x-ui']?.detail === true
}

function lockNameOf(schema: InputSchema): string[] {
  const hints = schema['x-secret']
  return typeof hints === 'object' ? [hints.whenSibling] : []
}

/** Widths of the columns; switches are narrow, and of two columns the first is the shorter one. */
export function gridTemplate({ columns, lock, details }: GridColumns, extra: readonly string[] = []): string {
  const parts = columns.map((column, index) => {
    if (widgetOf(column.schema) === 'switch') return '72px'
    if (widgetOf(column.schema) === 'select') return 'minmax(96px, 0.9fr)'
    if (columns.length !== 2 || index !== 0) return 'minmax(0, 1fr)'
    // Beside a third one both need their room: names are words one has to read.
    return extra.length > 0 ? 'minmax(0, 1.1fr)' : 'minmax(0, 128px)'
  })
  return [...parts, ...extra, ...(lock ? ['28px'] : []), ...(details.length > 0 ? ['28px'] : []), '30px'].join(' ')
}

/** Two columns explain themselves by their placeholders; more need a head. */
export function needsHead({ columns }: GridColumns): boolean {
  return columns.length > 2
}
