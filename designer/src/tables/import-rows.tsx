import { Button, Checkbox, Modal } from '@mantine/core'
import { type TableImport, type TableResource, tableLimits } from '@patchbay/shared/api'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { importRows } from '../api/commands.ts'
import { useSubmit } from '../api/use-submit.ts'
import { CsvButton } from '../ui/csv-button.tsx'
import { DialogFoot } from '../ui/dialog-foot.tsx'
import { Note } from '../ui/note.tsx'
import { commonTexts } from '../ui/texts/common.ts'
import { tableImportTexts as texts } from '../ui/texts/tables.ts'
import { toasts } from '../ui/toasts.tsx'
import { WrongLines } from '../ui/wrong-lines.tsx'
import { readTableAgain } from './read-table-again.ts'
import classes from './tables.module.css'

interface Chosen {
  readonly file: File
  readonly found: TableImport
}

/** Picks a CSV file, shows what it would do to the rows, and imports it. */
export function ImportRowsButton({ table }: { readonly table: TableResource }) {
  const [chosen, setChosen] = useState<Chosen | null>(null)

  async function check(file: File): Promise<void> {
    if (file.size > tableLimits.importBytes) {
      return toasts.failure({ title: texts.notImported, message: texts.tooLarge })
    }
    try {
      setChosen({ file, found: await importRows(table.id, file, { check: true, addColumns: false }) })
    } catch (thrown) {
      toasts.error(texts.notImported, thrown)
    }
  }

  return (
    <>
      <CsvButton label={texts.open} fileLabel={texts.file} onPick={(file) => void check(file)} />
      <Modal opened={chosen !== null} onClose={() => setChosen(null)} title={texts.title} size={480}>
        {chosen !== null && <Preview table={table} chosen={chosen} onClose={() => setChosen(null)} />}
      </Modal>
    </>
  )
}

interface PreviewProps {
  readonly table: TableResource
  readonly chosen: Chosen
  readonly onClose: () => void
}

function Preview({ table, chosen: { file, found }, onClose }: PreviewProps) {
  const client = useQueryClient()
  const { toAdd, toChange, wrongLines, newColumns } = found
  const [addColumns, setAddColumns] = useState(true)
  const submit = useSubmit(async () => {
    const done = await importRows(table.id, file, { check: false, addColumns: addColumns && newColumns.length > 0 })
    await readTableAgain(client, table.id)
    toasts.success({ title: texts.imported, message: texts.importedText(done.toAdd, done.toChange) })
    onClose()
  })
  const amount = toAdd + toChange
  return (
    <form className={classes.form} onSubmit={submit.onSubmit} noValidate>
      <p>{texts.found(file.name, toAdd, toChange)}</p>
      {newColumns.length > 0 && (
        <Checkbox
          label={texts.addColumns}
          description={texts.newColumns(newColumns)}
          checked={addColumns}
          onChange={(event) => setAddColumns(event.currentTarget.checked)}
        />
      )}
      {wrongLines > 0 && <WrongLines {...found} />}
      {submit.message !== null && <Note tone="bad">{submit.message}</Note>}
      <DialogFoot>
        <Button variant="subtle" onClick={onClose}>
          {commonTexts.cancel}
        </Button>
        <Button variant="filled" type="submit" loading={submit.isBusy} disabled={wrongLines > 0 || amount === 0}>
          {texts.confirm(amount)}
        </Button>
      </DialogFoot>
    </form>
  )
}
