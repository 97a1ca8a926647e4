import { Button } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { addressOf } from '../api/address-of.ts'
import { deleteOwnToken } from '../api/commands.ts'
import { useOwnTokens, useSession } from '../api/queries.ts'
import { Section } from '../settings/section.tsx'
import { TokenActions } from '../settings/token-actions.tsx'
import { TokensTable } from '../settings/tokens-table.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { Icon } from '../ui/icon.tsx'
import { IconKey, IconPlus } from '../ui/icons.ts'
import { Page } from '../ui/page.tsx'
import { QueryView } from '../ui/query-view.tsx'
import { rolesInWords } from '../ui/roles-in-words.ts'
import { tokenTexts as texts } from '../ui/texts/tokens.ts'
import { CreateTokenDialog } from './create-token-dialog.tsx'
import classes from './own-account.module.css'
import { askForName } from './rename-token-form.tsx'

/** What a person has here: the roles, and the tokens by which their programs use the API. */
export function OwnAccountPage() {
  const user = useSession().data?.user
  const tokens = useOwnTokens()
  const [isOpen, dialog] = useDisclosure(false)
  const create = (
    <Button size="sm" leftSection={<Icon of={IconPlus} size={14} />} onClick={dialog.open}>
      {texts.create}
    </Button>
  )
  const help = (
    <>
      {texts.ownHelp} <a href={addressOf('GET /api/docs')}>{texts.apiPage}</a>
    </>
  )
  return (
    <Page title={texts.accountTitle}>
      <div className={classes.page}>
        {user !== undefined && (
          <dl className={classes.facts}>
            <dt>{texts.nameOfUser}</dt>
            <dd>{user.name}</dd>
            <dt>{texts.email}</dt>
            <dd>{user.email}</dd>
            <dt>{texts.roles}</dt>
            <dd>{rolesInWords(user.roles)}</dd>
          </dl>
        )}
        <Section title={texts.title} help={help} action={create}>
          <QueryView query={tokens} rows={2}>
            {(all) =>
              all.length === 0 ? (
                <EmptyState framed icon={IconKey} title={texts.none} text={texts.noneHelp} />
              ) : (
                <TokensTable
                  tokens={all}
                  actions={(token) => (
                    <TokenActions token={token} remove={deleteOwnToken} onRename={() => askForName(token)} />
                  )}
                />
              )
            }
          </QueryView>
        </Section>
      </div>
      <CreateTokenDialog opened={isOpen} onClose={dialog.close} />
    </Page>
  )
}
