import { Button } from '@mantine/core'
import type { WebhookState as State, WebhookResource } from '@patchbay/shared/api'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { changeWebhook } from '../../api/commands.ts'
import { confirm } from '../../ui/confirm.tsx'
import { Icon } from '../../ui/icon.tsx'
import { IconBan, IconPlayerPause, IconPlayerPlay } from '../../ui/icons.ts'
import { Note } from '../../ui/note.tsx'
import { eventWebhookTexts } from '../../ui/texts/event-webhooks.ts'
import { toasts } from '../../ui/toasts.tsx'
import { webhookChanged } from './webhook-changed.ts'
import classes from './webhooks.module.css'

const texts = eventWebhookTexts.state

const done: Readonly<Record<State, string>> = { on: texts.turnedOn, paused: texts.paused, off: texts.turnedOff }

/** How a webhook stands in plain words, and the buttons that change it. */
export function WebhookState({ webhook }: { readonly webhook: WebhookResource }) {
  const client = useQueryClient()
  const [isBusy, setBusy] = useState(false)
  const put = async (state: State) => {
    await webhookChanged(client, await changeWebhook(webhook.id, { state }))
    toasts.success({ title: done[state] })
  }
  const change = async (state: State) => {
    setBusy(true)
    await put(state).catch((thrown: unknown) => toasts.error(texts.notChanged, thrown))
    setBusy(false)
  }
  const turnOff = () =>
    confirm({
      title: texts.offTitle(webhook.name),
      body: <p>{texts.offHelp}</p>,
      keepLabel: texts.offKeep,
      confirmLabel: texts.turnOff,
      onConfirm: () => put('off'),
    })
  const { state } = webhook
  const said = sentenceOf(webhook)
  return (
    <div className={classes.state}>
      {said !== null && <Note tone={state === 'off' && webhook.offReason !== null ? 'bad' : 'warn'}>{said}</Note>}
      <div className={classes.stateButtons}>
        {state !== 'on' && (
          <Button
            variant="filled"
            leftSection={<Icon of={IconPlayerPlay} />}
            loading={isBusy}
            onClick={() => void change('on')}
          >
            {texts.turnOn}
          </Button>
        )}
        {state === 'on' && (
          <Button leftSection={<Icon of={IconPlayerPause} />} loading={isBusy} onClick={() => void change('paused')}>
            {texts.pause}
          </Button>
        )}
        {state !== 'off' && (
          <Button variant="subtle" leftSection={<Icon of={IconBan} />} onClick={turnOff}>
            {texts.turnOff}
          </Button>
        )}
      </div>
    </div>
  )
}

/** What somebody who looks at it must know; null while all is well. */
function sentenceOf({ state, offReason, waiting, expiresAt, failingSince }: WebhookResource): string | null {
  if (state === 'off') return offReason === null ? texts.off : texts.offFor[offReason]
  if (state === 'paused') return waiting === 0 ? texts.pausedNone : texts.pausedWith(waiting, expiresAt)
  return failingSince === null ? null : texts.failing(failingSince, waiting)
}
