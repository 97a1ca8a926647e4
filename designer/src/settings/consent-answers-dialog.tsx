import { Button, Modal, Textarea } from '@mantine/core'
import type { ConsentAnswers } from '@patchbay/shared/api'
import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { setConsentAnswers } from '../api/commands.ts'
import { keys } from '../api/keys.ts'
import { useConsentAnswers } from '../api/queries.ts'
import { Note } from '../ui/note.tsx'
import { QueryView } from '../ui/query-view.tsx'
import { commonTexts } from '../ui/texts/common.ts'
import { consentTexts as texts } from '../ui/texts/consent.ts'
import { messageOf, toasts } from '../ui/toasts.tsx'
import classes from './settings.module.css'

interface ConsentAnswersDialogProps {
  readonly opened: boolean
  readonly onClose: () => void
}

/** What contacts are answered to STOP, START and HELP. */
export function ConsentAnswersDialog({ opened, onClose }: ConsentAnswersDialogProps) {
  return (
    <Modal opened={opened} onClose={onClose} title={texts.answersTitle} size={480}>
      <Loaded onClose={onClose} />
    </Modal>
  )
}

function Loaded({ onClose }: Pick<ConsentAnswersDialogProps, 'onClose'>) {
  const answers = useConsentAnswers()
  return <QueryView query={answers}>{(stored) => <AnswersForm stored={stored} onClose={onClose} />}</QueryView>
}

const names = ['out', 'in', 'help'] as const
const MOST_LETTERS = 1000

interface AnswersFormProps {
  readonly stored: ConsentAnswers
  readonly onClose: () => void
}

function AnswersForm({ stored, onClose }: AnswersFormProps) {
  const client = useQueryClient()
  const [answers, setAnswers] = useState(stored)
  const [problem, setProblem] = useState<string | null>(null)
  const [isBusy, setBusy] = useState(false)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setBusy(true)
    try {
      await setConsentAnswers(answers)
      await client.invalidateQueries({ queryKey: keys.consentAnswers })
      toasts.success({ title: texts.answersSaved, message: texts.answersSavedText })
      onClose()
    } catch (thrown) {
      setProblem(messageOf(thrown))
      setBusy(false)
    }
  }
  return (
    <form className={classes.form} onSubmit={submit} noValidate>
      <p className="muted">{texts.answersHelp}</p>
      {names.map((name) => (
        <Textarea
          key={name}
          label={texts.answerLabels[name]}
          autosize
          minRows={2}
          maxLength={MOST_LETTERS}
          value={answers[name]}
          onChange={(event) => setAnswers({ ...answers, [name]: event.currentTarget.value })}
        />
      ))}
      {problem !== null && <Note tone="bad">{problem}</Note>}
      <div className={classes.formFoot}>
        <Button variant="subtle" onClick={onClose}>
          {commonTexts.cancel}
        </Button>
        <Button variant="filled" type="submit" loading={isBusy}>
          {commonTexts.save}
        </Button>
      </div>
    </form>
  )
}
