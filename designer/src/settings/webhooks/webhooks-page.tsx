import { Button } from '@mantine/core'
import type { WebhookResource } from '@patchbay/shared/api'
import { MOST_WEBHOOKS } from '@patchbay/shared/api'
import { Link } from 'wouter'
import { useWebhooks } from '../../api/queries.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ago, number } from '../../ui/formats.ts'
import { Icon } from '../../ui/icon.tsx'
import { IconPlus, IconSend } from '../../ui/icons.ts'
import { Page } from '../../ui/page.tsx'
import { QueryView } from '../../ui/query-view.tsx'
import table from '../../ui/table.module.css'
import { eventWebhookTexts as texts } from '../../ui/texts/event-webhooks.ts'
import { settingsTexts } from '../../ui/texts/settings.ts'
import { WayBack } from '../way-back.tsx'
import { StateBadge } from './state-badge.tsx'
import classes from './webhooks.module.css'

const wayBack = <WayBack title={settingsTexts.title} href="/settings" />

/** The other systems that hear what happens here. */
export function WebhooksPage() {
  const webhooks = useWebhooks()
  const all = webhooks.data ?? []
  const add = (
    <Button variant="filled" component={Link} href="/settings/webhooks/new" leftSection={<Icon of={IconPlus} />}>
      {texts.add}
    </Button>
  )
  return (
    <Page title={texts.title} before={wayBack} actions={all.length > 0 && all.length < MOST_WEBHOOKS && add}>
      <QueryView query={webhooks}>
        {(items) =>
          items.length === 0 ? (
            <div className={classes.empty}>
              <EmptyState icon={IconSend} title={texts.none} text={texts.noneHelp} action={add} />
            </div>
          ) : (
            <WebhookTable items={items} />
          )
        }
      </QueryView>
    </Page>
  )
}

function WebhookTable({ items }: { readonly items: readonly WebhookResource[] }) {
  return (
    <div className={classes.list}>
      <table className={table.table}>
        <thead>
          <tr>
            <th>{texts.columns.name}</th>
            <th>{texts.columns.state}</th>
            <th>{texts.columns.events}</th>
            <th>{texts.columns.last}</th>
            <th className={table.right}>{texts.columns.waiting}</th>
          </tr>
        </thead>
        <tbody>
          {items.map((webhook) => (
            <tr key={webhook.id}>
              <td className={classes.named}>
                <Link href={`/settings/webhooks/${webhook.id}`}>{webhook.name}</Link>
                <div className={`sub ${classes.address}`}>{webhook.url}</div>
              </td>
              <td>
                <StateBadge webhook={webhook} />
              </td>
              <td className="num">{texts.eventsOf(webhook.events.length)}</td>
              <td>
                {webhook.lastSuccessAt === null ? (
                  <span className="muted">{texts.never}</span>
                ) : (
                  ago(webhook.lastSuccessAt)
                )}
              </td>
              <td className={`num ${table.right}`}>
                {webhook.waiting > 0 && (
                  <>
                    {number(webhook.waiting)} <span className={classes.onPhone}>{texts.waitOnPhone}</span>
                  </>
                )}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {items.length >= MOST_WEBHOOKS && <p className={`sub ${classes.foot}`}>{texts.full}</p>}
    </div>
  )
}
