import { Button } from '@mantine/core'
import type { PasswordReset, UserResource } from '@patchbay/shared/api'
import { createPasswordReset } from '../api/commands.ts'
import { CopiedValue } from '../ui/copied-value.tsx'
import { DialogFoot } from '../ui/dialog-foot.tsx'
import { openDialog } from '../ui/dialogs.tsx'
import { dayAndClock } from '../ui/formats.ts'
import { Note } from '../ui/note.tsx'
import { passwordTexts as texts } from '../ui/texts/passwords.ts'
import { toasts } from '../ui/toasts.tsx'
import classes from './settings.module.css'

/** Makes a link by which a user chooses a new password, and shows it this once. */
export async function showPasswordLink({ id, name }: UserResource): Promise<void> {
  try {
    const reset = await createPasswordReset(id)
    openDialog({
      title: texts.linkTitle(name),
      size: 480,
      withCloseButton: false,
      content: (close) => <PasswordLink reset={reset} onClose={close} />,
    })
  } catch (thrown) {
    toasts.error(texts.notMade, thrown)
  }
}

function PasswordLink({ reset, onClose }: { readonly reset: PasswordReset; readonly onClose: () => void }) {
  return (
    <div className={classes.form}>
      <Note tone="warn">{texts.linkHelp(dayAndClock(reset.expiresAt))}</Note>
      <CopiedValue value={reset.url} label={texts.copyLink} />
      <DialogFoot>
        <Button variant="filled" onClick={onClose}>
          {texts.done}
        </Button>
      </DialogFoot>
    </div>
  )
}
