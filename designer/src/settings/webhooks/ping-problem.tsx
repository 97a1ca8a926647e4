import { Button } from '@mantine/core'
import { Note } from '../../ui/note.tsx'
import { eventWebhookTexts } from '../../ui/texts/event-webhooks.ts'
import classes from './webhooks.module.css'

const texts = eventWebhookTexts.form

interface PingProblemProps {
  readonly message: string
  readonly isBusy: boolean
  readonly onSaveOff: () => void
}

/** The other system did not answer as it must: what to do, and the way to keep what was entered. */
export function PingProblem({ message, isBusy, onSaveOff }: PingProblemProps) {
  return (
    <Note tone="bad">
      <b>{message}</b>
      <p>{texts.pingFailedHelp}</p>
      <Button size="sm" className={classes.noteButton ?? ''} disabled={isBusy} onClick={onSaveOff}>
        {texts.saveOff}
      </Button>
    </Note>
  )
}
