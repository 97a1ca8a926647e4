import { Button, Select, TextInput } from '@mantine/core'
import type { TableColumn, TableResource } from '@patchbay/shared/api'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { addRow } from '../api/commands.ts'
import { useSubmit } from '../api/use-submit.ts'
import { openDialog } from '../ui/dialogs.tsx'
import { FormFoot } from '../ui/form-foot.tsx'
import { Icon } from '../ui/icon.tsx'
import { IconPlus } from '../ui/icons.ts'
import { Note } from '../ui/note.tsx'
import { tableTexts as texts } from '../ui/texts/tables.ts'
import { toasts } from '../ui/toasts.tsx'
import { inputModes } from './input-modes.ts'
import { readTableAgain } from './read-table-again.ts'
import classes from './tables.module.css'

export function AddRowButton({ table }: { readonly table: TableResource }) {
  const open = () =>
    openDialog({
      title: texts.addRowTitle,
      size: 440,
      content: (close) => <AddRowForm table={table} onClose={close} />,
    })
  return (
    <Button variant="filled" leftSection={<Icon of={IconPlus} />} onClick={open}>
      {texts.addRow}
    </Button>
  )
}

interface AddRowFormProps {
  readonly table: TableResource
  readonly onClose: () => void
}

function AddRowForm({ table, onClose }: AddRowFormProps) {
  const client = useQueryClient()
  const [cells, setCells] = useState<Readonly<Record<string, string>>>({})
  const submit = useSubmit(async () => {
    await addRow(table.id, cells)
    await readTableAgain(client, table.id)
    toasts.success({ title: texts.rowAdded, message: table.name })
    onClose()
  })
  return (
    <form className={classes.form} onSubmit={submit.onSubmit} noValidate>
      {table.columns.map((column, index) => (
        <CellField
          key={column.id}
          column={column}
          isKey={column.id === table.keyColumn}
          isFirst={index === 0}
          value={cells[column.id] ?? ''}
          error={submit.fieldMessage(`cells.${column.id}`)}
          onChange={(value) => setCells({ ...cells, [column.id]: value })}
        />
      ))}
      {submit.message !== null && !submit.isOfFields && <Note tone="bad">{submit.message}</Note>}
      <FormFoot label={texts.addRow} isBusy={submit.isBusy} onClose={onClose} />
    </form>
  )
}

interface CellFieldProps {
  readonly column: TableColumn
  readonly isKey: boolean
  readonly isFirst: boolean
  readonly value: string
  readonly error: string | undefined
  readonly onChange: (value: string) => void
}

function CellField({ column: { name, type }, isKey, isFirst, value, error, onChange }: CellFieldProps) {
  if (type === 'boolean') {
    const data = [
      { value: 'yes', label: texts.yes },
      { value: 'no', label: texts.no },
    ]
    return (
      <Select
        label={name}
        data={data}
        value={value === '' ? null : value}
        clearable
        placeholder={texts.empty}
        required={isKey}
        error={error ?? false}
        onChange={(next) => onChange(next ?? '')}
      />
    )
  }
  return (
    <TextInput
      label={name}
      {...(type === 'date' || type === 'phone' ? { description: texts.columnHelp[type] } : {})}
      inputMode={inputModes[type]}
      required={isKey}
      data-autofocus={isFirst || undefined}
      value={value}
      error={error ?? false}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
}
