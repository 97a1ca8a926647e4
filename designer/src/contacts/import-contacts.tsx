import { Button, Modal, Select } from '@mantine/core'
import { type ContactImport, type ContactImportColumn, contactLimits, SMS_CHANNEL } from '@patchbay/shared/api'
import { useQueryClient } from '@tanstack/react-query'
import { useRef, useState } from 'react'
import { call } from '../api/client.ts'
import { useCatalog } from '../api/queries.ts'
import { useSubmit } from '../api/use-submit.ts'
import { CsvButton } from '../ui/csv-button.tsx'
import { DialogFoot } from '../ui/dialog-foot.tsx'
import { Note } from '../ui/note.tsx'
import { commonTexts } from '../ui/texts/common.ts'
import { contactImportTexts as texts } from '../ui/texts/contacts.ts'
import { toasts } from '../ui/toasts.tsx'
import { WrongLines } from '../ui/wrong-lines.tsx'
import { readContactsAgain, useContactFields } from './contact-queries.ts'
import classes from './contacts.module.css'

interface Chosen {
  readonly file: File
  readonly found: ContactImport
  /** What the columns are, as it was chosen last. */
  readonly targets: readonly string[]
  /** What was chosen last is still being looked at: `found` is of before. */
  readonly isChecking: boolean
}

function importFile(file: File, isCheck: boolean, columns?: readonly string[]): Promise<ContactImport> {
  const query = {
    check: isCheck ? 'true' : 'false',
    ...(columns === undefined ? {} : { columns: columns.join(',') }),
  } as const
  return call('POST /api/contacts/import', { query, file })
}

/** Picks a CSV file, shows what its columns are and what it would do, and imports it. */
export function ImportContactsButton() {
  const [chosen, setChosen] = useState<Chosen | null>(null)
  // Answers may come in another order, and after the dialog was closed: only the last one counts.
  const lastCheck = useRef(0)
  async function check(file: File, columns?: readonly string[]): Promise<void> {
    if (file.size > contactLimits.importBytes) {
      return toasts.failure({ title: texts.notImported, message: texts.tooLarge })
    }
    lastCheck.current += 1
    const number = lastCheck.current
    if (columns !== undefined) setChosen((now) => now && { ...now, targets: columns, isChecking: true })
    try {
      const found = await importFile(file, true, columns)
      if (number === lastCheck.current) setChosen({ file, found, targets: targetsOf(found), isChecking: false })
    } catch (thrown) {
      if (number !== lastCheck.current) return
      setChosen((now) => now && { ...now, targets: targetsOf(now.found), isChecking: false })
      toasts.error(texts.notImported, thrown)
    }
  }
  function close(): void {
    lastCheck.current += 1
    setChosen(null)
  }
  return (
    <>
      <CsvButton label={texts.open} fileLabel={texts.file} onPick={(file) => void check(file)} />
      <Modal opened={chosen !== null} onClose={close} title={texts.title} size={620}>
        {chosen !== null && (
          <Preview chosen={chosen} onColumns={(columns) => void check(chosen.file, columns)} onClose={close} />
        )}
      </Modal>
    </>
  )
}

function targetsOf({ columns }: ContactImport): readonly string[] {
  return columns.map(({ target }) => target)
}

interface PreviewProps {
  readonly chosen: Chosen
  readonly onColumns: (columns: readonly string[]) => void
  readonly onClose: () => void
}

function Preview({ chosen: { file, found, targets, isChecking }, onColumns, onClose }: PreviewProps) {
  const client = useQueryClient()
  const { toAdd, toChange, wrongLines } = found
  const submit = useSubmit(async () => {
    const done = await importFile(file, false, targets)
    await readContactsAgain(client)
    toasts.success({ title: texts.done, message: texts.doneText(done.toAdd, done.toChange) })
    onClose()
  })
  const amount = toAdd + toChange
  return (
    <form className={classes.form} onSubmit={submit.onSubmit} noValidate>
      <p>{texts.found(file.name, toAdd, toChange)}</p>
      <p className="sub">{texts.known}</p>
      <h3>{texts.columns}</h3>
      <Columns found={found} targets={targets} onTarget={(place, target) => onColumns(targets.with(place, target))} />
      {wrongLines > 0 && <WrongLines {...found} areLeftOut />}
      {submit.message !== null && <Note tone="bad">{submit.message}</Note>}
      <DialogFoot>
        <Button variant="subtle" onClick={onClose}>
          {commonTexts.cancel}
        </Button>
        <Button variant="filled" type="submit" loading={submit.isBusy} disabled={amount === 0 || isChecking}>
          {texts.confirm(amount)}
        </Button>
      </DialogFoot>
    </form>
  )
}

interface ColumnsProps {
  readonly found: ContactImport
  readonly targets: readonly string[]
  readonly onTarget: (place: number, target: string) => void
}

/** What each column is, with what the first lines have in it. */
function Columns({ found: { columns, first }, targets, onTarget }: ColumnsProps) {
  const choices = useTargets(columns)
  return (
    <ul className={classes.columns}>
      {columns.map(({ name }, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a column is its place in the file.
        <li key={place}>
          <div>
            <b className="trunc">{name}</b>
            <span className="sub trunc" dir="auto">
              {first
                .map((cells) => cells[place] ?? '')
                .filter((cell) => cell !== '')
                .slice(0, 3)
                .join(', ')}
            </span>
          </div>
          <Select
            aria-label={texts.columnOf(name)}
            data={choices}
            value={targets[place] ?? ''}
            allowDeselect={false}
            onChange={(value) => onTarget(place, value ?? '')}
          />
        </li>
      ))}
    </ul>
  )
}

function useTargets(columns: readonly ContactImportColumn[]) {
  const fields = useContactFields().data ?? []
  const channels = useCatalog().data?.channels ?? []
  const ids = columns.map(({ target }) => target).filter((target) => target.startsWith('external_id:'))
  return [
    { value: '', label: texts.aside },
    ...fields.map(({ key, label }) => ({ value: key, label })),
    ...channels
      // Others only where the file says so by the name of a column.
      .filter(({ id }) => id === SMS_CHANNEL || columns.some(({ target }) => target === `channel:${id}`))
      .map(({ id, title }) => ({ value: `channel:${id}`, label: texts.addressOn(title) })),
    ...ids.map((target) => ({ value: target, label: texts.idOf(target.slice('external_id:'.length)) })),
  ]
}
