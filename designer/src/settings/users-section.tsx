import { ActionIcon, Button, Tooltip } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import type { UserResource } from '@patchbay/shared/api'
import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { deleteUser } from '../api/commands.ts'
import { keys } from '../api/keys.ts'
import { useSession, useUsers } from '../api/queries.ts'
import { confirm } from '../ui/confirm.tsx'
import { date } from '../ui/formats.ts'
import { Icon } from '../ui/icon.tsx'
import { IconKey, IconPencil, IconTrash, IconUserPlus } from '../ui/icons.ts'
import { QueryView } from '../ui/query-view.tsx'
import { rolesInWords } from '../ui/roles-in-words.ts'
import table from '../ui/table.module.css'
import { passwordTexts } from '../ui/texts/passwords.ts'
import { settingsTexts } from '../ui/texts/settings.ts'
import { toasts } from '../ui/toasts.tsx'
import { AddUserDialog } from './add-user-dialog.tsx'
import { askForRoles } from './change-roles-form.tsx'
import { showPasswordLink } from './password-link.tsx'
import { Section } from './section.tsx'
import classes from './settings.module.css'

const texts = settingsTexts.users

export function UsersSection() {
  const users = useUsers()
  const [isOpen, dialog] = useDisclosure(false)
  const add = (
    <Button size="sm" leftSection={<Icon of={IconUserPlus} size={14} />} onClick={dialog.open}>
      {texts.add}
    </Button>
  )
  return (
    <Section title={texts.title} help={texts.help} action={add}>
      <QueryView query={users} rows={2}>
        {(all) => <UsersTable users={all} />}
      </QueryView>
      <AddUserDialog opened={isOpen} onClose={dialog.close} />
    </Section>
  )
}

function UsersTable({ users }: { readonly users: readonly UserResource[] }) {
  const myId = useSession().data?.user.id
  return (
    <table className={table.table}>
      <thead>
        <tr>
          <th>{texts.columns.name}</th>
          <th>{texts.columns.email}</th>
          <th>{texts.columns.roles}</th>
          <th>{texts.columns.since}</th>
          <th className={classes.manage}>
            <span className="sr">{texts.columns.manage}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {users.map((user) => (
          <UserRow key={user.id} user={user} isMe={user.id === myId} />
        ))}
      </tbody>
    </table>
  )
}

/** Nobody takes their own rights away by accident: their own row only shows. */
function UserRow({ user, isMe }: { readonly user: UserResource; readonly isMe: boolean }) {
  const client = useQueryClient()
  return (
    <tr>
      <td>
        <b>{user.name}</b> {isMe && <span className="muted">({texts.you})</span>}
      </td>
      <td>{user.email}</td>
      <td>{rolesInWords(user.roles) || texts.noRoleYet}</td>
      <td className={table.when}>{date(user.createdAt)}</td>
      <td>
        {!isMe && (
          <span className={classes.actions}>
            <Tooltip label={texts.rolesOf(user.name)}>
              <ActionIcon aria-label={texts.changeRoles(user.name)} onClick={() => askForRoles(user)}>
                <Icon of={IconPencil} />
              </ActionIcon>
            </Tooltip>
            <Tooltip label={passwordTexts.link}>
              <ActionIcon aria-label={passwordTexts.linkFor(user.name)} onClick={() => void showPasswordLink(user)}>
                <Icon of={IconKey} />
              </ActionIcon>
            </Tooltip>
            <Tooltip label={texts.deleteUser}>
              <ActionIcon aria-label={texts.delete(user.name)} onClick={() => askToDelete(client, user)}>
                <Icon of={IconTrash} />
              </ActionIcon>
            </Tooltip>
          </span>
        )}
      </td>
    </tr>
  )
}

function askToDelete(client: QueryClient, { id, name }: UserResource): void {
  confirm({
    title: texts.deleteTitle(name),
    body: texts.deleteHelp,
    keepLabel: settingsTexts.keep,
    confirmLabel: texts.deleteUser,
    onConfirm: async () => {
      await deleteUser(id)
      await client.invalidateQueries({ queryKey: keys.users })
      toasts.success({ title: texts.deleted, message: texts.deletedName(name) })
    },
  })
}
