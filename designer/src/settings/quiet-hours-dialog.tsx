import { Button, Modal, Switch, TextInput } from '@mantine/core'
import type { QuietHours, QuietHoursOfChannel, SetQuietHours } from '@patchbay/shared/api'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { setQuietHours } from '../api/commands.ts'
import { keys } from '../api/keys.ts'
import { useQuietHours } from '../api/queries.ts'
import { useSubmit } from '../api/use-submit.ts'
import { DialogFoot } from '../ui/dialog-foot.tsx'
import { Note } from '../ui/note.tsx'
import { QueryView } from '../ui/query-view.tsx'
import { commonTexts } from '../ui/texts/common.ts'
import { quietHoursTexts as texts } from '../ui/texts/quiet-hours.ts'
import { toasts } from '../ui/toasts.tsx'
import classes from './settings.module.css'

interface QuietHoursDialogProps {
  readonly opened: boolean
  readonly onClose: () => void
}

/** The hours in which messages of flows wait. */
export function QuietHoursDialog({ opened, onClose }: QuietHoursDialogProps) {
  return (
    <Modal opened={opened} onClose={onClose} title={texts.title} size={480}>
      <Loaded onClose={onClose} />
    </Modal>
  )
}

function Loaded({ onClose }: Pick<QuietHoursDialogProps, 'onClose'>) {
  const stored = useQuietHours()
  return <QueryView query={stored}>{(found) => <HoursForm stored={found} onClose={onClose} />}</QueryView>
}

/** Hours as they are typed: those of a channel that is switched off are kept until the form closes. */
interface Draft extends Pick<QuietHoursOfChannel, 'channel' | 'title'> {
  readonly isOn: boolean
  readonly from: string
  readonly to: string
}

const usual = { from: '21:00', to: '08:00' }

function draftOf({ channel, title, hours }: QuietHoursOfChannel): Draft {
  return { channel, title, isOn: hours !== null, ...(hours ?? usual) }
}

/** The hours to be written: those of channels that stay as they are may be changed by somebody else meanwhile. */
function changedHours(drafts: readonly Draft[], { channels }: QuietHours): readonly SetQuietHours[] {
  return drafts
    .map(({ channel, isOn, from, to }) => ({ channel, hours: isOn ? { from, to } : null }))
    .filter(({ channel, hours }) => {
      const stored = channels.find((other) => other.channel === channel)?.hours ?? null
      return stored?.from !== hours?.from || stored?.to !== hours?.to
    })
}

interface HoursFormProps {
  readonly stored: QuietHours
  readonly onClose: () => void
}

function HoursForm({ stored, onClose }: HoursFormProps) {
  const client = useQueryClient()
  const [drafts, setDrafts] = useState(() => stored.channels.map(draftOf))
  const isMissing = drafts.some(({ isOn, from, to }) => isOn && (from === '' || to === ''))
  const submit = useSubmit(async () => {
    try {
      for (const hours of changedHours(drafts, stored)) await setQuietHours(hours)
    } finally {
      // Those before a failure are stored.
      await client.invalidateQueries({ queryKey: keys.quietHours })
    }
    toasts.success({ title: texts.saved, message: texts.savedText })
    onClose()
  })
  const change = (changed: Draft) =>
    setDrafts(drafts.map((draft) => (draft.channel === changed.channel ? changed : draft)))
  return (
    <form className={classes.form} onSubmit={submit.onSubmit} noValidate>
      <p className="muted">{texts.help}</p>
      {drafts.map((draft) => (
        <ChannelHours key={draft.channel} draft={draft} onChange={change} />
      ))}
      {submit.message !== null && <Note tone="bad">{submit.message}</Note>}
      <DialogFoot>
        <Button variant="subtle" onClick={onClose}>
          {commonTexts.cancel}
        </Button>
        <Button variant="filled" type="submit" loading={submit.isBusy} disabled={isMissing}>
          {commonTexts.save}
        </Button>
      </DialogFoot>
    </form>
  )
}

interface ChannelHoursProps {
  readonly draft: Draft
  readonly onChange: (draft: Draft) => void
}

function ChannelHours({ draft, onChange }: ChannelHoursProps) {
  return (
    <>
      <Switch
        label={texts.hold(draft.title)}
        checked={draft.isOn}
        onChange={(event) => onChange({ ...draft, isOn: event.currentTarget.checked })}
      />
      {draft.isOn && (
        <div className={classes.pair}>
          {(['from', 'to'] as const).map((name) => (
            <TextInput
              key={name}
              type="time"
              label={texts[name]}
              value={draft[name]}
              onChange={(event) => onChange({ ...draft, [name]: event.currentTarget.value })}
            />
          ))}
        </div>
      )}
    </>
  )
}
