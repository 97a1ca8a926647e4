import { TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { openDialog } from '../../ui/dialogs.tsx'
import { FieldError } from '../../ui/field-error.tsx'
import { FormFoot } from '../../ui/form-foot.tsx'
import { instantOf } from '../../ui/formats.ts'
import { eventWebhookTexts } from '../../ui/texts/event-webhooks.ts'
import { useResend } from './use-resend.ts'
import classes from './webhooks.module.css'

const texts = eventWebhookTexts.range

/** Asks from when to when events are sent again. */
export function openResendRange(webhookId: string): void {
  openDialog({
    title: texts.title,
    size: 440,
    content: (close) => <ResendRange webhookId={webhookId} onClose={close} />,
  })
}

interface ResendRangeProps {
  readonly webhookId: string
  readonly onClose: () => void
}

function ResendRange({ webhookId, onClose }: ResendRangeProps) {
  const resend = useResend(webhookId)
  const [range, setRange] = useState({ from: '', until: '' })
  const [isRefused, setRefused] = useState(false)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    const [from, until] = [instantOf(range.from), instantOf(range.until)]
    if (from === null || until === null || from >= until) return setRefused(true)
    setRefused(false)
    if (await resend.send({ from: from.toISOString(), until: until.toISOString() })) onClose()
  }
  return (
    <form className={classes.form} onSubmit={submit} noValidate>
      <p>{texts.help}</p>
      <div className={`${classes.pair} ${classes.range}`}>
        {(['from', 'until'] as const).map((end) => (
          <TextInput
            key={end}
            type="datetime-local"
            label={texts[end]}
            required
            value={range[end]}
            onChange={(event) => setRange({ ...range, [end]: event.currentTarget.value })}
          />
        ))}
      </div>
      <FieldError text={isRefused ? texts.missing : undefined} />
      <FormFoot label={texts.send} isBusy={resend.isBusy} onClose={onClose} />
    </form>
  )
}
