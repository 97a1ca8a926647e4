import { ActionIcon, Button, Tooltip } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { type Role, roleTitles, type UserResource } from '@patchbay/shared/api'
import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { changeUser, deleteUser } from '../api/commands.ts'
import { keys } from '../api/keys.ts'
import { useSession, useUsers } from '../api/queries.ts'
import { confirm } from '../ui/confirm.tsx'
import { date } from '../ui/formats.ts'
import { Icon } from '../ui/icon.tsx'
import { IconTrash, IconUserPlus } from '../ui/icons.ts'
import { LoadError } from '../ui/load-error.tsx'
import { SkeletonRows } from '../ui/skeleton.tsx'
import table from '../ui/table.module.css'
import { settingsTexts } from '../ui/texts/settings.ts'
import { toasts } from '../ui/toasts.tsx'
import { AddUserDialog } from './add-user-dialog.tsx'
import { RoleSelect } from './role-select.tsx'
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
      {users.data ? (
        <UsersTable users={users.data} />
      ) : users.error ? (
        <LoadError error={users.error} onRetry={() => void users.refetch()} />
      ) : (
        <SkeletonRows rows={2} height={44} />
      )}
      <AddUserDialog opened={isOpen} onClose={dialog.close} />
    </Section>
  )
}

function UsersTable({ users }: { readonly users: readonly UserResource[] }) {
  const client = useQueryClient()
  const myId = useSession().data?.user.id
  return (
    <table className={table.table}>
      <thead>
        <tr>
          <th>{texts.columns.name}</th>
          <th>{texts.columns.email}</th>
          <th className={classes.roleCell}>{texts.columns.role}</th>
          <th>{texts.columns.since}</th>
          <th className={classes.manage}>
            <span className="sr">{texts.columns.manage}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {users.map((user) => (
          <tr key={user.id}>
            <td>
              <b>{user.name}</b> {user.id === myId && <span className="muted">({texts.you})</span>}
            </td>
            <td>{user.email}</td>
            <td>
              {user.id === myId ? (
                roleTitles[user.role]
              ) : (
                <RoleSelect
                  ariaLabel={texts.roleOf(user.name)}
                  value={user.role}
                  onChange={(role) => void changeRole(client, user, role)}
                />
              )}
            </td>
            <td>{date(user.createdAt)}</td>
            <td>
              {user.id !== myId && (
                <Tooltip label={texts.deleteUser}>
                  <ActionIcon aria-label={texts.delete(user.name)} onClick={() => askToDelete(client, user)}>
                    <Icon of={IconTrash} />
                  </ActionIcon>
                </Tooltip>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

async function changeRole(client: QueryClient, { id, name }: UserResource, role: Role): Promise<void> {
  try {
    await changeUser(id, { role })
    toasts.success({ title: texts.roleChanged, message: texts.roleChangedTo(name, roleTitles[role]) })
  } catch (thrown) {
    toasts.error(texts.notChanged, thrown)
  }
  await client.invalidateQueries({ queryKey: keys.users })
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
