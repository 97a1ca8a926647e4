import { Button } from '@mantine/core'
import type { WebhookResource } from '@patchbay/shared/api'
import { useQueryClient } from '@tanstack/react-query'
import { renewWebhookSecret, stopOlderWebhookSecret } from '../../api/commands.ts'
import { keys } from '../../api/keys.ts'
import { confirm } from '../../ui/confirm.tsx'
import { eventWebhookTexts } from '../../ui/texts/event-webhooks.ts'
import { toasts } from '../../ui/toasts.tsx'
import { showSecret } from './show-secret.tsx'
import classes from './webhooks.module.css'

const texts = eventWebhookTexts.secret

/** The secret that events are signed with: shown once, replaced, with a time in which both sign. */
export function SigningSecret({ webhook: { id, hasOlderSecret } }: { readonly webhook: WebhookResource }) {
  const client = useQueryClient()
  const reread = () => client.invalidateQueries({ queryKey: keys.webhook(id) })
  const renew = () =>
    confirm({
      title: texts.renewTitle,
      body: <p>{texts.renewHelp}</p>,
      keepLabel: texts.renewKeep,
      confirmLabel: texts.renew,
      tone: 'filled',
      onConfirm: async () => {
        const { secret } = await renewWebhookSecret(id)
        await reread()
        showSecret(secret)
      },
    })
  const stopOlder = async () => {
    try {
      await stopOlderWebhookSecret(id)
      await reread()
      toasts.success({ title: texts.olderStopped })
    } catch (thrown) {
      toasts.error(eventWebhookTexts.state.notChanged, thrown)
    }
  }
  return (
    <div>
      <div className={classes.label}>{texts.title}</div>
      <div className={classes.storedBox}>
        <span className="grow">{texts.stored}</span>
        <button type="button" className="link" aria-label={texts.renewOf} onClick={renew}>
          {texts.renew}
        </button>
      </div>
      <p className={`sub ${classes.under}`}>{texts.help}</p>
      {hasOlderSecret && (
        <p className={`${classes.older} sub`}>
          {texts.both}
          <Button size="sm" onClick={() => void stopOlder()}>
            {texts.stopOlder}
          </Button>
        </p>
      )}
    </div>
  )
}
