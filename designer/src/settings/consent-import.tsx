import { Button, Modal } from '@mantine/core'
import type { ConsentImport as Found } from '@patchbay/shared/api'
import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { importConsent } from '../api/commands.ts'
import { keys } from '../api/keys.ts'
import { useSubmit } from '../api/use-submit.ts'
import { Icon } from '../ui/icon.tsx'
import { IconUpload } from '../ui/icons.ts'
import { Note } from '../ui/note.tsx'
import { commonTexts } from '../ui/texts/common.ts'
import { consentImportTexts as texts } from '../ui/texts/consent-import.ts'
import { toasts } from '../ui/toasts.tsx'
import classes from './settings.module.css'

interface Chosen {
  readonly name: string
  readonly csv: string
  readonly found: Found
}

const mostBytes = 900_000
/** More wrong lines are told by their number. */
const MOST_SHOWN = 8

/** Picks a file of consent, shows what it would change, and imports it. */
export function ConsentImportButton() {
  const input = useRef<HTMLInputElement>(null)
  const [chosen, setChosen] = useState<Chosen | null>(null)

  async function check(file: File | undefined): Promise<void> {
    if (file === undefined) return
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
      <Button leftSection={<Icon of={IconUpload} />} onClick={() => input.current?.click()}>
        {texts.open}
      </Button>
      <input
        ref={input}
        type="file"
        accept=".csv,text/csv"
        className="sr"
        tabIndex={-1}
        aria-label={texts.file}
        onChange={(event) => {
          const [file] = event.currentTarget.files ?? []
          event.currentTarget.value = ''
          void check(file)
        }}
      />
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
      {wrongLines > 0 && <WrongLines found={found} />}
      {submit.message !== null && <Note tone="bad">{submit.message}</Note>}
      <div className={classes.formFoot}>
        <Button variant="subtle" onClick={onClose}>
          {commonTexts.cancel}
        </Button>
        <Button variant="filled" type="submit" loading={submit.isBusy} disabled={!canImport}>
          {texts.confirm(optOuts + optIns)}
        </Button>
      </div>
    </form>
  )
}

function WrongLines({ found: { errors, wrongLines } }: { readonly found: Found }) {
  const shown = errors.slice(0, MOST_SHOWN)
  return (
    <>
      <Note tone="bad">{texts.wrong(wrongLines)}</Note>
      <ul className={classes.lines}>
        {shown.map(({ line, message }) => (
          <li key={line}>
            <span className="muted num">{texts.line(line)}</span> {message}
          </li>
        ))}
      </ul>
      {wrongLines > shown.length && <p className="sub">{texts.more(wrongLines - shown.length)}</p>}
    </>
  )
}
