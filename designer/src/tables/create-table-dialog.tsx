import { Modal, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useLocation } from 'wouter'
import { createTable } from '../api/commands.ts'
import { keys } from '../api/keys.ts'
import { useSubmit } from '../api/use-submit.ts'
import { FormFoot } from '../ui/form-foot.tsx'
import { tablesTexts as texts } from '../ui/texts/tables.ts'
import { ColumnFields, type NewColumn } from './column-fields.tsx'
import classes from './tables.module.css'

interface CreateTableDialogProps {
  readonly opened: boolean
  readonly onClose: () => void
}

export function CreateTableDialog({ opened, onClose }: CreateTableDialogProps) {
  return (
    <Modal opened={opened} onClose={onClose} title={texts.dialogTitle} size={400}>
      <CreateTableForm onClose={onClose} />
    </Modal>
  )
}

function CreateTableForm({ onClose }: Pick<CreateTableDialogProps, 'onClose'>) {
  const client = useQueryClient()
  const [, go] = useLocation()
  const [name, setName] = useState('')
  const [column, setColumn] = useState<NewColumn>({ name: 'Name', type: 'text' })
  const submit = useSubmit(async () => {
    if (name.trim() === '') throw new Error(texts.nameMissing)
    const { id } = await createTable({ name: name.trim(), columns: [column] })
    await Promise.all([
      client.invalidateQueries({ queryKey: keys.tableList }),
      client.invalidateQueries({ queryKey: keys.allOptions }),
    ])
    onClose()
    go(`/tables/${id}`)
  })
  return (
    <form className={classes.form} onSubmit={submit.onSubmit} noValidate>
      <TextInput
        label={texts.name}
        description={texts.nameHelp}
        required
        data-autofocus
        maxLength={100}
        value={name}
        error={submit.message ?? false}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <ColumnFields label={texts.firstColumn} column={column} onChange={setColumn} />
      <FormFoot label={texts.create} isBusy={submit.isBusy} onClose={onClose} />
    </form>
  )
}
