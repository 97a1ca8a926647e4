import { Button, Modal } from '@mantine/core'
import type { ConsentImport as Found } from '@patchbay/shared/api'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { importConsent } from '../api/commands.ts'
import { keys } from '../api/keys.ts'
import { useSubmit } from '../api/use-submit.ts'
import { CsvButton } from '../ui/csv-button.tsx'
import { DialogFoot } from '../ui/dialog-foot.tsx'
import { Note } from '../ui/note.tsx'
import { commonTexts } from '../ui/texts/common.ts'
import { consentImportTexts as texts } from '../ui/texts/consent-import.ts'
import { toasts } from '../ui/toasts.tsx'
import { WrongLines } from '../ui/wrong-lines.tsx'
import classes from './settings.module.css'

interface Chosen {
  readonly name: string
  readonly csv: string
  readonly found: Found
}

const mostBytes = 900_000

/** Picks a file of consent, shows what it would change, and imports it. */
export function ConsentImportButton() {
  const [chosen, setChosen] = useState<Chosen | null>(null)

  async function check(file: File): Promise<void> {
    if (file.size > mostBytes) return toasts.failure({ title: texts.notImported, message: texts.tooLarge })
    try {
      const csv = await file.text()
      setChosen({ name: file.name, csv, found: await importConsent({ csv, check: true }) })
    } catch (thrown) {
      toasts.error(texts.notImported, thrown)
    }
  }

  return (
    <>
      <CsvButton label={texts.open} fileLabel={texts.file} onPick={(file) => void check(file)} />
      <Modal opened={chosen !== null} onClose={() => setChosen(null)} title={texts.title} size={480}>
        {chosen !== null && <Preview chosen={chosen} onClose={() => setChosen(null)} />}
      </Modal>
    </>
  )
}

function Preview({ chosen, onClose }: { readonly chosen: Chosen; readonly onClose: () => void }) {
  const client = useQueryClient()
  const { name, csv, found } = chosen
  const { optOuts, optIns, wrongLines } = found
  const submit = useSubmit(async () => {
    await importConsent({ csv })
    await client.invalidateQueries({ queryKey: keys.consent })
    toasts.success({ title: texts.imported, message: texts.importedText(optOuts, optIns) })
    onClose()
  })
  const canImport = wrongLines === 0 && optOuts + optIns > 0
  return (
    <form className={classes.form} onSubmit={submit.onSubmit} noValidate>
      <p>{texts.found(name, optOuts, optIns)}</p>
      {wrongLines > 0 && <WrongLines {...found} />}
      {submit.message !== null && <Note tone="bad">{submit.message}</Note>}
      <DialogFoot>
        <Button variant="subtle" onClick={onClose}>
          {commonTexts.cancel}
        </Button>
        <Button variant="filled" type="submit" loading={submit.isBusy} disabled={!canImport}>
          {texts.confirm(optOuts + optIns)}
        </Button>
      </DialogFoot>
    </form>
  )
}
