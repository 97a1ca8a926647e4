import { Modal, Textarea } from '@mantine/core'
import type { ConsentAnswers } from '@patchbay/shared/api'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { setConsentAnswers } from '../api/commands.ts'
import { keys } from '../api/keys.ts'
import { useConsentAnswers } from '../api/queries.ts'
import { useSubmit } from '../api/use-submit.ts'
import { FormFoot } from '../ui/form-foot.tsx'
import { Note } from '../ui/note.tsx'
import { QueryView } from '../ui/query-view.tsx'
import { commonTexts } from '../ui/texts/common.ts'
import { consentTexts as texts } from '../ui/texts/consent.ts'
import { toasts } from '../ui/toasts.tsx'
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
  const submit = useSubmit(async () => {
    await setConsentAnswers(answers)
    await client.invalidateQueries({ queryKey: keys.consentAnswers })
    toasts.success({ title: texts.answersSaved, message: texts.answersSavedText })
    onClose()
  })
  return (
    <form className={classes.form} onSubmit={submit.onSubmit} noValidate>
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
      {submit.message !== null && <Note tone="bad">{submit.message}</Note>}
      <FormFoot label={commonTexts.save} isBusy={submit.isBusy} onClose={onClose} />
    </form>
  )
}
