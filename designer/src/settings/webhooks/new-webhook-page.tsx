import { Button } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { Link, useLocation } from 'wouter'
import { createWebhook } from '../../api/commands.ts'
import { Page } from '../../ui/page.tsx'
import { commonTexts } from '../../ui/texts/common.ts'
import { eventWebhookTexts as texts } from '../../ui/texts/event-webhooks.ts'
import { toasts } from '../../ui/toasts.tsx'
import { WayBack } from '../way-back.tsx'
import { PingProblem } from './ping-problem.tsx'
import { showSecret } from './show-secret.tsx'
import { useDraft } from './use-draft.ts'
import { webhookChanged } from './webhook-changed.ts'
import { bodyOf, emptyDraft } from './webhook-draft.ts'
import { WebhookFields } from './webhook-fields.tsx'
import classes from './webhooks.module.css'

const wayBack = <WayBack title={texts.title} href="/settings/webhooks" />

/** Adds a webhook: it is on once the other system has answered the PING. */
export function NewWebhookPage() {
  return (
    <Page title={texts.newTitle} before={wayBack}>
      <NewWebhook />
    </Page>
  )
}

function NewWebhook() {
  const client = useQueryClient()
  const [, go] = useLocation()
  const form = useDraft(emptyDraft)
  const [isBusy, setBusy] = useState(false)
  const create = async (state: 'on' | 'off') => {
    if (!form.check()) return
    setBusy(true)
    try {
      const { webhook, secret } = await createWebhook({ ...bodyOf(form.draft), state })
      await webhookChanged(client, webhook)
      go(`/settings/webhooks/${webhook.id}`)
      showSecret(secret)
    } catch (thrown) {
      if (!form.refuse(thrown)) toasts.error(texts.form.notSaved, thrown)
    }
    setBusy(false)
  }
  const submit = (event: FormEvent) => {
    event.preventDefault()
    void create('on')
  }
  return (
    <form className={`${classes.form} ${classes.newForm}`} onSubmit={submit} noValidate>
      <WebhookFields draft={form.draft} errorOf={form.errorOf} onChange={form.change} />
      {form.pingProblem !== null && (
        <PingProblem message={form.pingProblem} isBusy={isBusy} onSaveOff={() => void create('off')} />
      )}
      <div className={classes.formFoot}>
        <Button variant="filled" type="submit" loading={isBusy}>
          {texts.form.create}
        </Button>
        <Button variant="subtle" component={Link} href="/settings/webhooks">
          {commonTexts.cancel}
        </Button>
      </div>
      <p className="sub">{texts.form.createHelp}</p>
    </form>
  )
}
