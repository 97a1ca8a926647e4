import { Button, Modal, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { addNumber } from '../api/commands.ts'
import { keys } from '../api/keys.ts'
import { ApiProblem } from '../api/problem.ts'
import { phone } from '../ui/formats.ts'
import { commonTexts } from '../ui/texts/common.ts'
import { numbersTexts } from '../ui/texts/numbers.ts'
import { messageOf, toasts } from '../ui/toasts.tsx'
import classes from './numbers-page.module.css'

interface AddNumberDialogProps {
  readonly opened: boolean
  readonly onClose: () => void
}

export function AddNumberDialog({ opened, onClose }: AddNumberDialogProps) {
  return (
    <Modal opened={opened} onClose={onClose} title={numbersTexts.dialog.title} size={400}>
      <AddNumberForm onClose={onClose} />
    </Modal>
  )
}

function AddNumberForm({ onClose }: { readonly onClose: () => void }) {
  const client = useQueryClient()
  const texts = numbersTexts.dialog
  const [number, setNumber] = useState('')
  const [label, setLabel] = useState('')
  const [problem, setProblem] = useState<string | null>(null)
  const [isBusy, setBusy] = useState(false)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (number.trim() === '') return setProblem(texts.numberMissing)
    setBusy(true)
    setProblem(null)
    try {
      const added = await addNumber({ number: number.trim(), ...(label.trim() === '' ? {} : { label: label.trim() }) })
      await client.invalidateQueries({ queryKey: keys.numbers })
      toasts.success({ title: numbersTexts.added, message: numbersTexts.addedNumber(phone(added.number)) })
      onClose()
    } catch (thrown) {
      setProblem(thrown instanceof ApiProblem ? (thrown.fieldMessage('number') ?? thrown.message) : messageOf(thrown))
      setBusy(false)
    }
  }
  return (
    <form className={classes.form} onSubmit={submit} noValidate>
      <p className={classes.help}>{texts.help}</p>
      <TextInput
        label={texts.number}
        description={texts.numberHelp}
        type="tel"
        required
        data-autofocus
        value={number}
        error={problem ?? false}
        onChange={(event) => setNumber(event.currentTarget.value)}
      />
      <TextInput
        label={texts.label}
        description={texts.labelHelp}
        maxLength={120}
        value={label}
        onChange={(event) => setLabel(event.currentTarget.value)}
      />
      <div className={classes.formFoot}>
        <Button variant="subtle" onClick={onClose}>
          {commonTexts.cancel}
        </Button>
        <Button variant="filled" type="submit" loading={isBusy}>
          {texts.add}
        </Button>
      </div>
    </form>
  )
}
