import { Button } from '@mantine/core'
import { CopiedValue } from '../../ui/copied-value.tsx'
import { DialogFoot } from '../../ui/dialog-foot.tsx'
import { openDialog } from '../../ui/dialogs.tsx'
import { Note } from '../../ui/note.tsx'
import { eventWebhookTexts } from '../../ui/texts/event-webhooks.ts'
import classes from './webhooks.module.css'

const texts = eventWebhookTexts.secret

/** Shows a signing secret this once. */
export function showSecret(secret: string): void {
  openDialog({
    title: texts.copyTitle,
    size: 460,
    // A secret that is shown once must not vanish with a stray click.
    closeOnClickOutside: false,
    content: (close) => (
      <div className={classes.form}>
        <Note tone="warn">{texts.copyHelp}</Note>
        <CopiedValue value={secret} label={texts.copy} />
        <DialogFoot>
          <Button variant="filled" onClick={close} data-autofocus>
            {texts.done}
          </Button>
        </DialogFoot>
      </div>
    ),
  })
}
