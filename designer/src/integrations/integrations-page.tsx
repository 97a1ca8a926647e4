import { Button } from '@mantine/core'
import { bridgeAccountType, type IntegrationSummary } from '@patchbay/shared/api'
import { Link } from 'wouter'
import { AccountMark } from '../accounts/account-mark.tsx'
import { useIntegrations } from '../api/queries.ts'
import { WayBack } from '../settings/way-back.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { ago } from '../ui/formats.ts'
import { Icon } from '../ui/icon.tsx'
import { IconPlugConnected, IconPlus } from '../ui/icons.ts'
import { Page } from '../ui/page.tsx'
import { QueryView } from '../ui/query-view.tsx'
import table from '../ui/table.module.css'
import { integrationTexts as texts } from '../ui/texts/integrations.ts'
import { settingsTexts } from '../ui/texts/settings.ts'
import classes from './integrations.module.css'

const wayBack = <WayBack title={settingsTexts.title} href="/settings" />

/** The systems that people brought by a manifest. */
export function IntegrationsPage() {
  const integrations = useIntegrations()
  const add = (
    <Button variant="filled" component={Link} href="/settings/new-integration" leftSection={<Icon of={IconPlus} />}>
      {texts.add}
    </Button>
  )
  const hasSome = (integrations.data ?? []).length > 0
  return (
    <Page title={texts.title} before={wayBack} actions={hasSome && add}>
      <QueryView query={integrations}>
        {(items) =>
          items.length === 0 ? (
            <div className={classes.empty}>
              <EmptyState icon={IconPlugConnected} title={texts.none} text={texts.noneHelp} action={add} />
            </div>
          ) : (
            <IntegrationTable items={items} />
          )
        }
      </QueryView>
    </Page>
  )
}

function IntegrationTable({ items }: { readonly items: readonly IntegrationSummary[] }) {
  const { columns } = texts
  return (
    <div className={classes.list}>
      <table className={table.table}>
        <thead>
          <tr>
            <th>{columns.name}</th>
            <th>{columns.signIn}</th>
            <th>{columns.actions}</th>
            <th>{columns.used}</th>
            <th>{columns.changed}</th>
          </tr>
        </thead>
        <tbody>
          {items.map((integration) => (
            <Row key={integration.name} integration={integration} />
          ))}
        </tbody>
      </table>
    </div>
  )
}

function Row({ integration }: { readonly integration: IntegrationSummary }) {
  const { name, displayName, description, picture, authenticationType, actions, accounts, flows, version, modifiedAt } =
    integration
  const used = texts.usedBy(flows.length, accounts)
  return (
    <tr>
      <td>
        <div className={classes.named}>
          <AccountMark type={{ id: bridgeAccountType(name), title: displayName, picture }} size="m" />
          <div>
            <Link href={`/settings/integrations/${name}`}>{displayName}</Link>
            <div className={`sub ${classes.oneLine}`}>{description}</div>
          </div>
        </div>
      </td>
      <td>{texts.signIn[authenticationType]}</td>
      <td className="num">{texts.actionsOf(actions)}</td>
      <td className="num">{used === '' ? <span className="muted">{texts.unused}</span> : used}</td>
      <td>
        {ago(modifiedAt)}
        <div className="sub">{texts.version(version)}</div>
      </td>
    </tr>
  )
}
