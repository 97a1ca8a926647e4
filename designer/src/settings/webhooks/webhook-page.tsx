import { Button } from '@mantine/core'
import type { WebhookResource } from '@patchbay/shared/api'
import { useQueryClient } from '@tanstack/react-query'
import { useLocation } from 'wouter'
import { deleteWebhook } from '../../api/commands.ts'
import { keys } from '../../api/keys.ts'
import { useWebhook } from '../../api/queries.ts'
import { confirm } from '../../ui/confirm.tsx'
import { Icon } from '../../ui/icon.tsx'
import { IconTrash } from '../../ui/icons.ts'
import { LoadError } from '../../ui/load-error.tsx'
import { Page } from '../../ui/page.tsx'
import { SkeletonRows } from '../../ui/skeleton.tsx'
import { eventWebhookTexts as texts } from '../../ui/texts/event-webhooks.ts'
import { toasts } from '../../ui/toasts.tsx'
import { WayBack } from '../way-back.tsx'
import { Deliveries } from './deliveries.tsx'
import { StateBadge } from './state-badge.tsx'
import { WebhookSettings } from './webhook-settings.tsx'
import { WebhookState } from './webhook-state.tsx'
import classes from './webhooks.module.css'

const wayBack = <WayBack title={texts.title} href="/settings/webhooks" />

/** One webhook: its settings, and beside them how it stands and what was sent. */
export function WebhookPage({ webhookId }: { readonly webhookId: string }) {
  const webhook = useWebhook(webhookId)
  if (webhook.data !== undefined) return <Webhook webhook={webhook.data} />
  return (
    <Page title={texts.form.label} before={wayBack}>
      {webhook.error ? (
        <LoadError error={webhook.error} onRetry={() => void webhook.refetch()} />
      ) : (
        <SkeletonRows height={44} />
      )}
    </Page>
  )
}

function Webhook({ webhook }: { readonly webhook: WebhookResource }) {
  return (
    <Page
      title={webhook.name}
      before={wayBack}
      beside={<StateBadge webhook={webhook} />}
      actions={<DeleteButton webhook={webhook} />}
    >
      <div className={classes.columns}>
        <WebhookSettings webhook={webhook} />
        <div className={classes.side}>
          <WebhookState webhook={webhook} />
          <Deliveries webhook={webhook} />
        </div>
      </div>
    </Page>
  )
}

function DeleteButton({ webhook: { id, name } }: { readonly webhook: WebhookResource }) {
  const client = useQueryClient()
  const [, go] = useLocation()
  const ask = () =>
    confirm({
      title: texts.delete.title(name),
      body: <p>{texts.delete.help}</p>,
      keepLabel: texts.delete.keep,
      confirmLabel: texts.delete.confirm,
      onConfirm: async () => {
        await deleteWebhook(id)
        go('/settings/webhooks')
        client.removeQueries({ queryKey: keys.webhook(id) })
        await client.invalidateQueries({ queryKey: keys.webhookList })
        toasts.success({ title: texts.delete.deleted, message: texts.delete.deletedName(name) })
      },
    })
  return (
    <Button variant="subtle" className={classes.delete ?? ''} leftSection={<Icon of={IconTrash} />} onClick={ask}>
      <span className={classes.deleteWord}>{texts.delete.button}</span>
    </Button>
  )
}
