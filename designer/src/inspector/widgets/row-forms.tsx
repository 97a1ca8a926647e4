import { exitsOfRows, formatInputPath, type InputPath, itemSchemaOf } from '@patchbay/shared/flow'
import type { RowExitRule } from '@patchbay/shared/nodes'
import { type ReactNode, useRef } from 'react'
import { Icon } from '../../ui/icon.tsx'
import { IconArrowDown, IconArrowUp, IconPlus, IconX } from '../../ui/icons.ts'
import { joinClasses } from '../../ui/join-classes.ts'
import { inspectorTexts } from '../../ui/texts/inspector.ts'
import { FieldFrame } from '../form/field-frame.tsx'
import formClasses from '../form/form.module.css'
import { type FormServices, useForm } from '../form/form-context.tsx'
import { type FormField, type FormGroup, layoutPart } from '../form/layout-form.ts'
import { newRow } from './new-row.ts'
import type { WidgetProps } from './widget-props.ts'

const texts = inspectorTexts.rowForms

interface RowFormsProps extends WidgetProps {
  /** Draws the fields of one row. Passed in because these may be lists themselves. */
  readonly draw: (groups: readonly FormGroup[]) => ReactNode
}

/** Repeating rows, each a small form below a heading, in an order that can be changed. */
export function RowForms({ field, draw }: RowFormsProps) {
  const form = useForm()
  const list = useRef<HTMLDivElement>(null)
  const item = itemSchemaOf(field.schema)
  if (!item) return null
  const rows = rowsOf(field)
  const titles = titlesOf(field, form)
  const add = () => {
    form.changeRows(field.path, { kind: 'add', row: newRow(item, rows.at(-1), field.hints) })
    requestAnimationFrame(() => focusLast(list.current))
  }
  const addButton = (
    <button type="button" className={joinClasses('link', formClasses.add)} onClick={add}>
      <Icon of={IconPlus} size={14} />
      {field.hints.addLabel ?? inspectorTexts.addRow}
    </button>
  )
  if (rows.length === 0 && !field.required) return addButton
  return (
    <FieldFrame field={field} heading>
      {({ labelId, describedBy }) => (
        // biome-ignore lint/a11y/useSemanticElements: its name is the heading above.
        <div ref={list} role="group" aria-labelledby={labelId} aria-describedby={describedBy}>
          {titles.map(({ key, title }, index) => (
            <section key={key} className={formClasses.rowForm} aria-label={title} data-row-form>
              <Head title={title} index={index} path={field.path} count={rows.length} />
              {draw(layoutPart(item, [...field.path, index], form.inputs))}
            </section>
          ))}
          {addButton}
        </div>
      )}
    </FieldFrame>
  )
}

interface HeadProps {
  readonly title: string
  readonly index: number
  /** Of the list. */
  readonly path: InputPath
  readonly count: number
}

function Head({ title, index, path, count }: HeadProps) {
  const form = useForm()
  const button = (label: string, icon: typeof IconX, isPossible: boolean, onClick: () => void) => (
    <button
      type="button"
      className={formClasses.remove}
      aria-label={label}
      title={label}
      disabled={!isPossible}
      onClick={onClick}
    >
      <Icon of={icon} size={14} />
    </button>
  )
  const move = (to: number) => form.changeRows(path, { kind: 'move', index, to })
  return (
    <div className={formClasses.rowFormHead}>
      <h5 className={joinClasses('trunc', formClasses.rowFormTitle)}>{title}</h5>
      {button(texts.earlier(title), IconArrowUp, index > 0, () => move(index - 1))}
      {button(texts.later(title), IconArrowDown, index < count - 1, () => move(index + 1))}
      {button(texts.remove(title), IconX, true, () => form.changeRows(path, { kind: 'remove', index }))}
    </div>
  )
}

/** What the rows are called: by their exits, where they have some, else by their place. */
function titlesOf(
  field: FormField,
  { exits }: FormServices,
): readonly { readonly key: string; readonly title: string }[] {
  const rows = rowsOf(field)
  const name = formatInputPath(field.path)
  const rule = exits.find((exit): exit is RowExitRule => 'perRow' in exit && exit.perRow === name)
  if (rule !== undefined) return exitsOfRows(rule, rows).map(({ id, label }) => ({ key: id, title: label }))
  const pattern = field.hints.rowTitle ?? '{n}'
  return rows.map((_, index) => ({ key: String(index), title: pattern.replace('{n}', String(index + 1)) }))
}

function rowsOf({ value }: FormField): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

function focusLast(list: HTMLElement | null): void {
  const last = [...(list?.querySelectorAll<HTMLElement>(':scope > [data-row-form]') ?? [])].at(-1)
  last?.querySelector<HTMLElement>('input, select, textarea, [contenteditable="true"]')?.focus()
}
