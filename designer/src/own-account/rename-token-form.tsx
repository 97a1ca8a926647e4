import { TextInput } from '@mantine/core'
import type { TokenResource } from '@patchbay/shared/api'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { renameOwnToken } from '../api/commands.ts'
import { keys } from '../api/keys.ts'
import { useSubmit } from '../api/use-submit.ts'
import { openDialog } from '../ui/dialogs.tsx'
import { FormFoot } from '../ui/form-foot.tsx'
import { tokenTexts as texts } from '../ui/texts/tokens.ts'
import classes from './own-account.module.css'

export function askForName(token: TokenResource): void {
  openDialog({
    title: texts.renameTitle(token.name),
    size: 400,
    content: (close) => <RenameTokenForm token={token} onClose={close} />,
  })
}

interface RenameTokenFormProps {
  readonly token: TokenResource
  readonly onClose: () => void
}

function RenameTokenForm({ token, onClose }: RenameTokenFormProps) {
  const client = useQueryClient()
  const [name, setName] = useState(token.name)
  const submit = useSubmit(async () => {
    if (name.trim() === '') throw new Error(texts.nameMissing)
    await renameOwnToken(token.id, name.trim())
    await client.invalidateQueries({ queryKey: keys.tokens })
    onClose()
  })
  return (
    <form className={classes.form} onSubmit={submit.onSubmit} noValidate>
      <TextInput
        label={texts.name}
        maxLength={120}
        data-autofocus
        value={name}
        error={submit.message ?? false}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <FormFoot label={texts.rename} isBusy={submit.isBusy} onClose={onClose} />
    </form>
  )
}
