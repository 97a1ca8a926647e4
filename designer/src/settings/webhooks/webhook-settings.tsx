import { Button } from '@mantine/core'
import type { WebhookChange, WebhookResource } from '@patchbay/shared/api'
import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { changeWebhook } from '../../api/commands.ts'
import { eventWebhookTexts as texts } from '../../ui/texts/event-webhooks.ts'
import { toasts } from '../../ui/toasts.tsx'
import { Ping } from './ping.tsx'
import { PingProblem } from './ping-problem.tsx'
import { SigningSecret } from './signing-secret.tsx'
import { useDraft } from './use-draft.ts'
import { webhookChanged } from './webhook-changed.ts'
import { bodyOf, draftOf } from './webhook-draft.ts'
import { WebhookFields } from './webhook-fields.tsx'
import classes from './webhooks.module.css'

/** What a webhook is, to be changed. */
export function WebhookSettings({ webhook }: { readonly webhook: WebhookResource }) {
  const client = useQueryClient()
  const form = useDraft(draftOf(webhook))
  const [isBusy, setBusy] = useState(false)
  const save = async (further: WebhookChange = {}) => {
    if (!form.check()) return
    setBusy(true)
    try {
      const saved = await changeWebhook(webhook.id, { ...bodyOf(form.draft), ...further })
      form.reset(draftOf(saved))
      await webhookChanged(client, saved)
      toasts.success({ title: texts.form.saved })
    } catch (thrown) {
      if (!form.refuse(thrown)) toasts.error(texts.form.notSaved, thrown)
    }
    setBusy(false)
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void save()
  }
  return (
    <form className={`${classes.form} ${classes.settings}`} aria-label={texts.form.label} onSubmit={submit} noValidate>
      <WebhookFields
        draft={form.draft}
        errorOf={form.errorOf}
        underUrl={<Ping webhookId={webhook.id} isSaved={form.draft.url.trim() === webhook.url} />}
        onChange={form.change}
      />
      <SigningSecret webhook={webhook} />
      {form.pingProblem !== null && (
        <PingProblem message={form.pingProblem} isBusy={isBusy} onSaveOff={() => void save({ state: 'off' })} />
      )}
      <div className={classes.formFoot}>
        <Button variant="filled" type="submit" loading={isBusy}>
          {texts.form.save}
        </Button>
      </div>
    </form>
  )
}
