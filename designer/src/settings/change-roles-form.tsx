import type { Role, UserResource } from '@patchbay/shared/api'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { changeUser } from '../api/commands.ts'
import { keys } from '../api/keys.ts'
import { useSubmit } from '../api/use-submit.ts'
import { openDialog } from '../ui/dialogs.tsx'
import { FormFoot } from '../ui/form-foot.tsx'
import { rolesInWords } from '../ui/roles-in-words.ts'
import { settingsTexts } from '../ui/texts/settings.ts'
import { toasts } from '../ui/toasts.tsx'
import { RolePicker } from './role-picker.tsx'
import classes from './settings.module.css'

const texts = settingsTexts.users

export function askForRoles(user: UserResource): void {
  openDialog({
    title: texts.rolesOf(user.name),
    size: 420,
    content: (close) => <ChangeRolesForm user={user} onClose={close} />,
  })
}

interface ChangeRolesFormProps {
  readonly user: UserResource
  readonly onClose: () => void
}

function ChangeRolesForm({ user: { id, name, roles: before }, onClose }: ChangeRolesFormProps) {
  const client = useQueryClient()
  const [held, setHeld] = useState<Role[]>([...before])
  const submit = useSubmit(async () => {
    if (held.length === 0) throw new Error(texts.noRole)
    const user = await changeUser(id, { roles: held })
    await client.invalidateQueries({ queryKey: keys.users })
    await client.invalidateQueries({ queryKey: keys.tokens })
    toasts.success({ title: texts.rolesChanged, message: texts.rolesChangedTo(name, rolesInWords(user.roles)) })
    onClose()
  })
  return (
    <form className={classes.form} onSubmit={submit.onSubmit}>
      <RolePicker value={held} onChange={setHeld} error={submit.message ?? false} />
      <FormFoot label={texts.saveRoles} isBusy={submit.isBusy} onClose={onClose} />
    </form>
  )
}
