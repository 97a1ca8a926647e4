import { TextInput } from '@mantine/core'
import type { TableColumn } from '@patchbay/shared/api'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { addColumn, changeTable, renameColumn } from '../api/commands.ts'
import { useSubmit } from '../api/use-submit.ts'
import { openDialog } from '../ui/dialogs.tsx'
import { FormFoot } from '../ui/form-foot.tsx'
import { commonTexts } from '../ui/texts/common.ts'
import { tableTexts as texts } from '../ui/texts/tables.ts'
import { ColumnFields, type NewColumn } from './column-fields.tsx'
import { readTableAgain } from './read-table-again.ts'
import classes from './tables.module.css'

export function openAddColumn(tableId: string): void {
  openDialog({
    title: texts.addColumnTitle,
    size: 400,
    content: (close) => <AddColumnForm tableId={tableId} onClose={close} />,
  })
}

export function openRenameColumn(tableId: string, { id, name }: TableColumn): void {
  const rename = (next: string) => renameColumn(tableId, id, next)
  openDialog({
    title: texts.renameTitle(name),
    size: 400,
    content: (close) => <RenameForm tableId={tableId} name={name} rename={rename} onClose={close} />,
  })
}

export function openRenameTable(tableId: string, name: string): void {
  const rename = (next: string) => changeTable(tableId, { name: next })
  openDialog({
    title: texts.renameTitle(name),
    size: 400,
    content: (close) => <RenameForm tableId={tableId} name={name} rename={rename} onClose={close} />,
  })
}

interface FormProps {
  readonly tableId: string
  readonly onClose: () => void
}

function AddColumnForm({ tableId, onClose }: FormProps) {
  const client = useQueryClient()
  const [column, setColumn] = useState<NewColumn>({ name: '', type: 'text' })
  const submit = useSubmit(async () => {
    await addColumn(tableId, column)
    await readTableAgain(client, tableId)
    onClose()
  })
  return (
    <form className={classes.form} onSubmit={submit.onSubmit} noValidate>
      <ColumnFields
        label={texts.columnName}
        column={column}
        onChange={setColumn}
        error={submit.message ?? undefined}
        isFirst
      />
      <FormFoot label={texts.addColumn} isBusy={submit.isBusy} onClose={onClose} />
    </form>
  )
}

interface RenameFormProps extends FormProps {
  readonly name: string
  readonly rename: (name: string) => Promise<unknown>
}

function RenameForm({ tableId, name: before, rename, onClose }: RenameFormProps) {
  const client = useQueryClient()
  const [name, setName] = useState(before)
  const submit = useSubmit(async () => {
    await rename(name)
    await readTableAgain(client, tableId)
    onClose()
  })
  return (
    <form className={classes.form} onSubmit={submit.onSubmit} noValidate>
      <TextInput
        label={texts.columnName}
        required
        data-autofocus
        maxLength={100}
        value={name}
        error={submit.message ?? false}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <FormFoot label={commonTexts.save} isBusy={submit.isBusy} onClose={onClose} />
    </form>
  )
}
