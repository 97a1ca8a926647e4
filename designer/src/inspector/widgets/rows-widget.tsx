import { Tooltip } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { type InputPath, isShown, itemSchemaOf } from '@patchbay/shared/flow'
import { isSecretValue } from '@patchbay/shared/nodes'
import { type ReactNode, useRef } from 'react'
import { Icon } from '../../ui/icon.tsx'
import { IconLock, IconPlus, IconX } from '../../ui/icons.ts'
import { joinClasses } from '../../ui/join-classes.ts'
import { inspectorTexts } from '../../ui/texts/inspector.ts'
import { FieldFrame } from '../form/field-frame.tsx'
import formClasses from '../form/form.module.css'
import { useForm } from '../form/form-context.tsx'
import { ChannelLine } from './channel-line.tsx'
import { GridCell } from './grid-cell.tsx'
import { type GridColumn, type GridColumns, gridColumnsOf, gridTemplate, needsHead } from './grid-columns.ts'
import { newRow } from './new-row.ts'
import { PasteSample } from './paste-sample.tsx'
import { RenameOffer } from './rename-offer.tsx'
import { MoreButton, RowDetails } from './row-details.tsx'
import { RowFindings } from './row-findings.tsx'
import type { WidgetProps } from './widget-props.ts'

interface RowsWidgetProps extends WidgetProps {
  /** Names the columns also where they would go without saying. */
  readonly withHead?: boolean
  /** A further read-only column behind those of the schema. */
  readonly extra?: {
    readonly title: string
    readonly width: string
    readonly valueOf: (row: Readonly<Record<string, unknown>>) => ReactNode
  }
  /** Stands at the right end of the heading. */
  readonly headingNote?: ReactNode
}

/** Repeating rows in one outlined grid, with a button that adds one. */
export function RowsWidget({ field, withHead: isHeaded = false, extra, headingNote }: RowsWidgetProps) {
  const form = useForm()
  const grid = useRef<HTMLDivElement>(null)
  const item = itemSchemaOf(field.schema)
  const rows = Array.isArray(field.value) ? field.value : []
  if (!item) return null
  const columns = gridColumnsOf(item)
  const { sample } = field.hints
  const template = gridTemplate(columns, extra ? [extra.width] : [])
  const withHead = isHeaded || needsHead(columns)
  const add = () => {
    form.changeRows(field.path, { kind: 'add', row: newRow(item, rows.at(-1), field.hints) })
    requestAnimationFrame(() => focusLastRow(grid.current))
  }
  return (
    <FieldFrame field={field} heading action={headingNote}>
      {({ labelId, describedBy }) => (
        // biome-ignore lint/a11y/useSemanticElements: its name is the heading above.
        <div ref={grid} role="group" aria-labelledby={labelId} aria-describedby={describedBy}>
          {rows.length > 0 && (
            <div className={formClasses.rows}>
              {withHead && <Head columns={columns} template={template} extraTitle={extra?.title} />}
              {rows.map((row: unknown, index) => (
                <Row
                  // biome-ignore lint/suspicious/noArrayIndexKey: rows have no identity but their place.
                  key={index}
                  row={isRecord(row) ? row : {}}
                  index={index}
                  path={[...field.path, index]}
                  title={field.title}
                  columns={columns}
                  template={template}
                  withPlaceholder={!withHead}
                  extra={extra?.valueOf}
                />
              ))}
            </div>
          )}
          <RenameOffers rows={rows} path={field.path} columns={columns} />
          <RowFindings path={field.path} />
          <button type="button" className={joinClasses('link', formClasses.add)} onClick={add}>
            <Icon of={IconPlus} size={14} />
            {field.hints.addLabel ?? inspectorTexts.addRow}
          </button>
          {field.hints.carried && <ChannelLine field={field} carried={field.hints.carried} />}
          {sample && (
            <PasteSample
              sample={sample}
              known={rows.map((row: unknown) => String((isRecord(row) ? row[sample.nameField] : undefined) ?? ''))}
              onNames={(names) => {
                const added = names.map((name) => ({ ...newRow(item), [sample.nameField]: name }))
                form.set(field.path, [...rows, ...added])
              }}
            />
          )}
        </div>
      )}
    </FieldFrame>
  )
}

interface RenameOffersProps {
  readonly rows: readonly unknown[]
  readonly path: InputPath
  readonly columns: GridColumns
}

/** One offer for each row whose variable got another name. Adding or removing a row begins anew. */
function RenameOffers({ rows, path, columns }: RenameOffersProps) {
  const naming = columns.columns.find(({ schema }) => schema['x-variable-name'] === true)
  if (naming === undefined) return null
  return rows.map((row: unknown, index) => (
    <RenameOffer
      // biome-ignore lint/suspicious/noArrayIndexKey: rows have no identity but their place.
      key={`${rows.length} ${index}`}
      path={[...path, index, naming.name]}
      name={String((isRecord(row) ? row[naming.name] : undefined) ?? '')}
    />
  ))
}

interface HeadProps {
  readonly columns: GridColumns
  readonly template: string
  readonly extraTitle: string | undefined
}

function Head({ columns, template, extraTitle }: HeadProps) {
  return (
    <div
      className={joinClasses(formClasses.gridRow, formClasses.gridHead)}
      style={{ gridTemplateColumns: template }}
      aria-hidden="true"
    >
      {columns.columns.map((column) => (
        <span key={column.name} className={formClasses.cell}>
          {column.title}
        </span>
      ))}
      {extraTitle !== undefined && <span className={formClasses.cell}>{extraTitle}</span>}
    </div>
  )
}

interface RowProps {
  readonly row: Readonly<Record<string, unknown>>
  readonly index: number
  readonly path: InputPath
  readonly title: string
  readonly columns: GridColumns
  readonly template: string
  readonly withPlaceholder: boolean
  readonly extra: ((row: Readonly<Record<string, unknown>>) => ReactNode) | undefined
}

function Row({ row, index, path, title, columns, template, withPlaceholder, extra }: RowProps) {
  const form = useForm()
  const [isOpen, { toggle }] = useDisclosure(false)
  const remove = inspectorTexts.removeRow(index, title)
  return (
    <>
      <div className={formClasses.gridRow} style={{ gridTemplateColumns: template }}>
        {columns.columns.map((column) => (
          <Cells
            key={column.name}
            columns={[column, ...column.below].filter(({ schema }) => isShown(schema, form.inputs, row))}
            row={row}
            index={index}
            path={path}
            withPlaceholder={withPlaceholder}
          />
        ))}
        {extra && <span className={joinClasses(formClasses.cell, formClasses.cellValue)}>{extra(row)}</span>}
        {columns.lock && <Lock lock={columns.lock} columns={columns.columns} row={row} index={index} path={path} />}
        {columns.details.length > 0 && (
          <MoreButton isOpen={isOpen} label={inspectorTexts.moreOfRow(index, title)} onClick={toggle} />
        )}
        <button
          type="button"
          className={formClasses.remove}
          aria-label={remove}
          title={remove}
          onClick={() => form.changeRows(path.slice(0, -1), { kind: 'remove', index })}
        >
          <Icon of={IconX} size={14} />
        </button>
      </div>
      <RowDetails columns={columns.details} path={path} row={row} rowIndex={index} isOpen={isOpen} />
    </>
  )
}

type CellsProps = Pick<RowProps, 'row' | 'index' | 'path' | 'withPlaceholder'> & {
  readonly columns: readonly GridColumn[]
}

/** A cell, or several one below the other; an empty place where the row has none of them. */
function Cells({ columns, row, index, path, withPlaceholder }: CellsProps) {
  const cells = columns.map((column) => (
    <GridCell
      key={column.name}
      column={column}
      path={[...path, column.name]}
      rowIndex={index}
      row={row}
      withPlaceholder={withPlaceholder}
    />
  ))
  if (cells.length === 0) return <span className={formClasses.cell} />
  return cells.length === 1 ? cells : <div className={joinClasses(formClasses.cell, formClasses.stack)}>{cells}</div>
}

interface LockProps {
  readonly lock: GridColumn
  readonly columns: readonly GridColumn[]
  readonly row: Readonly<Record<string, unknown>>
  readonly index: number
  readonly path: InputPath
}

function Lock({ lock, columns, row, index, path }: LockProps) {
  const form = useForm()
  const isSecret = columns.some(({ schema }) => isSecretValue(schema['x-secret'], row))
  return (
    <Tooltip label={isSecret ? inspectorTexts.secretOn : inspectorTexts.secretOff}>
      <button
        type="button"
        className={formClasses.remove}
        aria-pressed={isSecret}
        aria-label={inspectorTexts.secretToggle(index)}
        onClick={() => form.set([...path, lock.name], !isSecret)}
      >
        <Icon of={IconLock} size={14} />
      </button>
    </Tooltip>
  )
}

function focusLastRow(grid: HTMLElement | null): void {
  const fields = [...(grid?.querySelectorAll<HTMLElement>('[data-field-path]') ?? [])]
  const rowPath = fields.at(-1)?.dataset.fieldPath?.replace(/\.[^.\]]+$/, '')
  const first = fields.find((field) => rowPath !== undefined && field.dataset.fieldPath?.startsWith(rowPath))
  first?.querySelector<HTMLElement>('input, select, textarea, [contenteditable="true"]')?.focus()
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
