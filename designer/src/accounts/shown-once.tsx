import { Button } from '@mantine/core'
import type { AccountDefinition } from '@patchbay/shared/api'
import { CopiedValue } from '../ui/copied-value.tsx'
import { DialogFoot } from '../ui/dialog-foot.tsx'
import { Note } from '../ui/note.tsx'
import { accountsTexts } from '../ui/texts/accounts.ts'
import classes from './accounts.module.css'
import { propertyTitle } from './property-title.ts'

interface ShownOnceProps {
  readonly definition: AccountDefinition
  readonly secrets: Readonly<Record<string, string>>
  readonly onClose: () => void
}

/** Generated secrets, this once. */
export function ShownOnce({ definition, secrets, onClose }: ShownOnceProps) {
  return (
    <div className={classes.form}>
      <Note tone="warn">{accountsTexts.secretsHelp}</Note>
      {Object.entries(secrets).map(([name, value]) => {
        const title = propertyTitle(definition, name)
        return (
          <div key={name}>
            <div className={classes.label}>{title}</div>
            <CopiedValue value={value} label={accountsTexts.copy(title)} />
          </div>
        )
      })}
      <DialogFoot>
        <Button variant="filled" onClick={onClose}>
          {accountsTexts.done}
        </Button>
      </DialogFoot>
    </div>
  )
}
