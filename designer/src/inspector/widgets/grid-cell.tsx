import { Autocomplete, Checkbox, Select } from '@mantine/core'
import { type InputPath, isSecretReference } from '@patchbay/shared/flow'
import { isSecretValue } from '@patchbay/shared/nodes'
import { useRef } from 'react'
import { withoutMarks } from '../../ui/inline-code.tsx'
import { joinClasses } from '../../ui/join-classes.ts'
import { inspectorTexts } from '../../ui/texts/inspector.ts'
import formClasses from '../form/form.module.css'
import { problemPath, useFinding, useForm } from '../form/form-context.tsx'
import { enumOf, widgetOf } from '../form/layout-form.ts'
import { type TemplateHandle, TemplateInput } from '../template/template-input.tsx'
import type { GridColumn } from './grid-columns.ts'
import { OptionsCell } from './options-cell.tsx'
import { Stored } from './secret-widget.tsx'
import { asText } from './widget-props.ts'

interface GridCellProps {
  readonly column: GridColumn
  /** Of this cell: `['headers', 0, 'value']`. */
  readonly path: InputPath
  readonly rowIndex: number
  readonly row: Readonly<Record<string, unknown>>
  /** Column titles stand in empty cells when the grid has no head. */
  readonly withPlaceholder: boolean
}

/** One cell of a grid of rows, drawn without an outline of its own. */
export function GridCell(props: GridCellProps) {
  const { column, path } = props
  const finding = useFinding(path)
  return (
    <div
      className={formClasses.cell}
      data-field-path={problemPath(path)}
      data-error={finding?.severity === 'error' || undefined}
      {...(finding ? { title: withoutMarks(finding.message) } : {})}
    >
      <CellInput {...props} hasError={finding?.severity === 'error'} key={column.name} />
    </div>
  )
}

type CellProps = GridCellProps & { readonly hasError: boolean }

function CellInput(props: CellProps) {
  const { column, path, row, rowIndex } = props
  const form = useForm()
  const value = row[column.name]
  const label = inspectorTexts.cell(column.title, rowIndex)
  if (isSecretReference(value)) return <Stored title={label} onReplace={() => form.set(path, '')} />
  switch (widgetOf(column.schema)) {
    case 'switch':
      return <SwitchCell {...props} label={label} />
    case 'select':
      return <SelectCell {...props} label={label} />
    case 'template':
    case 'long-template':
    case 'code-template':
      // A secret is not template text that others should read over the shoulder, but it may hold variables.
      return isSecretValue(column.schema['x-secret'], row) ? (
        <TextCell {...props} label={label} />
      ) : (
        <TemplateCell {...props} label={label} />
      )
    default: {
      const { suggestions } = column.schema['x-ui'] ?? {}
      if (suggestions === undefined) return <TextCell {...props} label={label} />
      return <SuggestedCell {...props} label={label} suggestions={suggestions} />
    }
  }
}

type LabelledCell = CellProps & { readonly label: string }

function TextCell({ column, path, row, withPlaceholder, hasError, label }: LabelledCell) {
  const form = useForm()
  const { placeholder, mono } = column.schema['x-ui'] ?? {}
  return (
    <input
      type="text"
      className={joinClasses(formClasses.cellInput, mono && formClasses.mono)}
      aria-label={label}
      aria-invalid={hasError}
      aria-required={column.schema['x-required'] === true}
      autoComplete="off"
      spellCheck={false}
      data-document-field
      placeholder={placeholder ?? (withPlaceholder ? column.title : '')}
      title={asText(row[column.name])}
      value={asText(row[column.name])}
      onChange={(event) => form.set(path, event.currentTarget.value, true)}
      onBlur={() => form.touch(path)}
    />
  )
}

/** Offered at once: more would be a list to scroll, and a few letters leave less. */
const MOST_OFFERED = 10

type SuggestedProps = LabelledCell & { readonly suggestions: readonly string[] }

function SuggestedCell({ column, path, row, withPlaceholder, hasError, label, suggestions }: SuggestedProps) {
  const form = useForm()
  const { placeholder, mono } = column.schema['x-ui'] ?? {}
  return (
    <Autocomplete
      variant="unstyled"
      classNames={{
        root: formClasses.cellSelect ?? '',
        input: joinClasses(formClasses.cellInput, mono && formClasses.mono),
      }}
      aria-label={label}
      aria-required={column.schema['x-required'] === true}
      error={hasError}
      withErrorStyles={false}
      autoComplete="off"
      spellCheck={false}
      data-document-field
      comboboxProps={{ width: 'max-content', position: 'bottom-start' }}
      limit={MOST_OFFERED}
      placeholder={placeholder ?? (withPlaceholder ? column.title : '')}
      data={[...suggestions]}
      value={asText(row[column.name])}
      onChange={(text) => form.set(path, text, true)}
      onBlur={() => form.touch(path)}
    />
  )
}

function TemplateCell({ column, path, row, withPlaceholder, hasError, label }: LabelledCell) {
  const form = useForm()
  const handle = useRef<TemplateHandle>(null)
  const { placeholder, mono = false } = column.schema['x-ui'] ?? {}
  return (
    <TemplateInput
      handle={handle}
      shape="cell"
      mono={mono}
      label={label}
      hasError={hasError}
      required={column.schema['x-required'] === true}
      placeholder={placeholder ?? (withPlaceholder ? column.title : '')}
      value={asText(row[column.name])}
      variables={column.schema['x-template']?.atEnd === true ? form.variablesAtEnd : form.variables}
      onChange={(text) => form.set(path, text, true)}
      onFocus={() => {
        form.lastTemplate.current = handle.current
      }}
      onBlur={() => form.touch(path)}
    />
  )
}

function SelectCell(props: LabelledCell) {
  const { column, path, row, hasError, label } = props
  const hints = column.schema['x-ui'] ?? {}
  const chosen = asText(row[column.name])
  if (hints.options === undefined) return <FixedCell {...props} />
  return <OptionsCell source={hints.options} {...{ hints, path, chosen, label, hasError }} />
}

function FixedCell({ column, path, row, hasError, label }: LabelledCell) {
  const form = useForm()
  const labels = column.schema['x-ui']?.optionLabels ?? {}
  const values = (enumOf(column.schema) ?? []).map(String)
  return (
    <Select
      variant="unstyled"
      classNames={{ root: formClasses.cellSelect ?? '', input: formClasses.cellInput ?? '' }}
      aria-label={label}
      error={hasError}
      withErrorStyles={false}
      allowDeselect={false}
      comboboxProps={{ width: 'max-content', position: 'bottom-start' }}
      data={values.map((value) => ({ value, label: labels[value] ?? value }))}
      value={asText(row[column.name])}
      onChange={(value) => value !== null && form.set(path, value)}
    />
  )
}

function SwitchCell({ column, path, row, label }: LabelledCell) {
  const form = useForm()
  return (
    <span className={joinClasses(formClasses.cellCenter, 'grow')}>
      <Checkbox
        aria-label={label}
        checked={row[column.name] === true}
        onChange={(event) => form.set(path, event.currentTarget.checked)}
      />
    </span>
  )
}
