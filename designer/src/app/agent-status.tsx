import { Menu, TextInput } from '@mantine/core'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { changeAgentStatus } from '../api/commands.ts'
import { keys } from '../api/keys.ts'
import { useAgentStatus } from '../api/queries.ts'
import { useSubmit } from '../api/use-submit.ts'
import { openDialog } from '../ui/dialogs.tsx'
import { FormFoot } from '../ui/form-foot.tsx'
import { Icon } from '../ui/icon.tsx'
import { IconCheck } from '../ui/icons.ts'
import { StatusDot } from '../ui/status-dot.tsx'
import { agentTexts as texts } from '../ui/texts/agents.ts'
import { toasts } from '../ui/toasts.tsx'
import classes from './change-password-form.module.css'

/** In the account menu: whether the reader is there for contacts. */
export function AgentStatusChoice() {
  const client = useQueryClient()
  const { state, reason } = useAgentStatus({ enabled: true }).data ?? { state: 'signed-out', reason: '' }
  const comeBack = async () => {
    try {
      client.setQueryData(keys.agentStatus, await changeAgentStatus({ isAway: false }))
    } catch (thrown) {
      toasts.error(texts.notChanged, thrown)
    }
  }
  const choose = (value: string) => (value === 'away' ? askForReason(reason) : void comeBack())
  return (
    <>
      <Menu.Label>{texts.title}</Menu.Label>
      <Menu.RadioGroup value={state} onChange={choose}>
        <Menu.RadioItem value="available" checkIcon={<Icon of={IconCheck} />}>
          <StatusDot state="available" /> {texts.states.available}
        </Menu.RadioItem>
        <Menu.RadioItem value="away" checkIcon={<Icon of={IconCheck} />}>
          <StatusDot state="away" /> {texts.goAway}
        </Menu.RadioItem>
      </Menu.RadioGroup>
      <Menu.Divider />
    </>
  )
}

function askForReason(reason: string): void {
  openDialog({
    title: texts.awayTitle,
    size: 360,
    content: (close) => <AwayForm before={reason} onClose={close} />,
  })
}

function AwayForm({ before, onClose }: { readonly before: string; readonly onClose: () => void }) {
  const client = useQueryClient()
  const [reason, setReason] = useState(before)
  const submit = useSubmit(async () => {
    client.setQueryData(keys.agentStatus, await changeAgentStatus({ isAway: true, reason: reason.trim() }))
    onClose()
  })
  return (
    <form className={classes.form} onSubmit={submit.onSubmit} noValidate>
      <TextInput
        label={texts.reason}
        description={texts.reasonHelp}
        maxLength={120}
        data-autofocus
        value={reason}
        error={submit.message ?? false}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <FormFoot label={texts.beAway} isBusy={submit.isBusy} onClose={onClose} />
    </form>
  )
}
