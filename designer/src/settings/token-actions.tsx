import { ActionIcon, Tooltip } from '@mantine/core'
import type { TokenResource } from '@patchbay/shared/api'
import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { keys } from '../api/keys.ts'
import { confirm } from '../ui/confirm.tsx'
import { Icon } from '../ui/icon.tsx'
import { IconPencil, IconTrash } from '../ui/icons.ts'
import { settingsTexts } from '../ui/texts/settings.ts'
import { tokenTexts as texts } from '../ui/texts/tokens.ts'
import { toasts } from '../ui/toasts.tsx'
import classes from './settings.module.css'

interface TokenActionsProps {
  readonly token: TokenResource
  readonly remove: (id: string) => Promise<unknown>
  readonly onRename?: () => void
}

export function TokenActions({ token, remove, onRename }: TokenActionsProps) {
  const client = useQueryClient()
  return (
    <span className={classes.actions}>
      {onRename !== undefined && (
        <Tooltip label={texts.renameToken}>
          <ActionIcon aria-label={texts.renameOf(token.name)} onClick={onRename}>
            <Icon of={IconPencil} />
          </ActionIcon>
        </Tooltip>
      )}
      <Tooltip label={texts.revokeToken}>
        <ActionIcon aria-label={texts.revoke(token.name)} onClick={() => askToRemove(client, token, remove)}>
          <Icon of={IconTrash} />
        </ActionIcon>
      </Tooltip>
    </span>
  )
}

function askToRemove(client: QueryClient, { id, name }: TokenResource, remove: (id: string) => Promise<unknown>): void {
  confirm({
    title: texts.revokeTitle(name),
    body: texts.revokeHelp,
    keepLabel: settingsTexts.keep,
    confirmLabel: texts.revokeToken,
    onConfirm: async () => {
      await remove(id)
      await client.invalidateQueries({ queryKey: keys.tokens })
      toasts.success({ title: texts.revoked, message: texts.revokedName(name) })
    },
  })
}
