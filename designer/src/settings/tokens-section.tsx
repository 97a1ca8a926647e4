import { ActionIcon, Button, Tooltip } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { roleTitles, type TokenResource } from '@patchbay/shared/api'
import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { addressOf } from '../api/address-of.ts'
import { deleteToken } from '../api/commands.ts'
import { keys } from '../api/keys.ts'
import { useTokens } from '../api/queries.ts'
import { confirm } from '../ui/confirm.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { ago, date } from '../ui/formats.ts'
import { Icon } from '../ui/icon.tsx'
import { IconKey, IconPlus, IconTrash } from '../ui/icons.ts'
import { QueryView } from '../ui/query-view.tsx'
import table from '../ui/table.module.css'
import { settingsTexts } from '../ui/texts/settings.ts'
import { toasts } from '../ui/toasts.tsx'
import { CreateTokenDialog } from './create-token-dialog.tsx'
import { Section } from './section.tsx'
import classes from './settings.module.css'

const texts = settingsTexts.tokens

export function TokensSection() {
  const tokens = useTokens()
  const [isOpen, dialog] = useDisclosure(false)
  const help = (
    <>
      {texts.help} <a href={addressOf('GET /api/docs')}>{texts.apiPage}</a>
    </>
  )
  const create = (
    <Button size="sm" leftSection={<Icon of={IconPlus} size={14} />} onClick={dialog.open}>
      {texts.create}
    </Button>
  )
  return (
    <Section title={texts.title} help={help} action={create}>
      <QueryView query={tokens} rows={2}>
        {(all) =>
          all.length === 0 ? (
            <EmptyState framed icon={IconKey} title={texts.none} text={texts.noneHelp} />
          ) : (
            <TokensTable tokens={all} />
          )
        }
      </QueryView>
      <CreateTokenDialog opened={isOpen} onClose={dialog.close} />
    </Section>
  )
}

function TokensTable({ tokens }: { readonly tokens: readonly TokenResource[] }) {
  const client = useQueryClient()
  return (
    <table className={table.table}>
      <thead>
        <tr>
          <th>{texts.columns.name}</th>
          <th className={classes.roleCell}>{texts.columns.role}</th>
          <th>{texts.columns.created}</th>
          <th>{texts.columns.by}</th>
          <th>{texts.columns.used}</th>
          <th>{texts.columns.expires}</th>
          <th className={classes.manage}>
            <span className="sr">{texts.columns.manage}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {tokens.map((token) => (
          <tr key={token.id}>
            <td>
              <b>{token.name}</b>
            </td>
            <td>{roleTitles[token.role]}</td>
            <td className={table.when}>{date(token.createdAt)}</td>
            <td>{token.createdBy}</td>
            <td className={table.when}>
              {token.lastUsedAt === null ? <Mute text={texts.notUsed} /> : ago(token.lastUsedAt)}
            </td>
            <td className={table.when}>
              {token.expiresAt === null ? <Mute text={texts.never} /> : date(token.expiresAt)}
            </td>
            <td>
              <Tooltip label={texts.deleteToken}>
                <ActionIcon aria-label={texts.delete(token.name)} onClick={() => askToDelete(client, token)}>
                  <Icon of={IconTrash} />
                </ActionIcon>
              </Tooltip>
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Mute({ text }: { readonly text: string }) {
  return <span className="muted">{text}</span>
}

function askToDelete(client: QueryClient, { id, name }: TokenResource): void {
  confirm({
    title: texts.deleteTitle(name),
    body: texts.deleteHelp,
    keepLabel: settingsTexts.keep,
    confirmLabel: texts.deleteToken,
    onConfirm: async () => {
      await deleteToken(id)
      await client.invalidateQueries({ queryKey: keys.tokens })
      toasts.success({ title: texts.deleted, message: texts.deletedName(name) })
    },
  })
}
