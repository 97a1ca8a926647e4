import { Modal, Select, TextInput } from '@mantine/core'
import { SMS_CHANNEL } from '@patchbay/shared/api'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { setConsent } from '../api/commands.ts'
import { keys } from '../api/keys.ts'
import { useAddresses, useCatalog } from '../api/queries.ts'
import { useSubmit } from '../api/use-submit.ts'
import { FormFoot } from '../ui/form-foot.tsx'
import { spellingHelp } from '../ui/texts/addresses.ts'
import { consentTexts as texts } from '../ui/texts/consent.ts'
import { toasts } from '../ui/toasts.tsx'
import classes from './settings.module.css'

interface OptOutDialogProps {
  readonly opened: boolean
  readonly onClose: () => void
}

/** Opts out a contact who asked for it on another way: by mail, on the phone. */
export function OptOutDialog({ opened, onClose }: OptOutDialogProps) {
  return (
    <Modal opened={opened} onClose={onClose} title={texts.dialogTitle} size={400}>
      <OptOutForm onClose={onClose} />
    </Modal>
  )
}

function OptOutForm({ onClose }: { readonly onClose: () => void }) {
  const client = useQueryClient()
  const channels = useCatalog().data?.channels ?? []
  const [channel, setChannel] = useState<string>(SMS_CHANNEL)
  const [contact, setContact] = useState('')
  const [address, setAddress] = useState('')
  const addresses = (useAddresses().data ?? []).filter((ours) => ours.channel === channel)
  const submit = useSubmit(async () => {
    if (contact.trim() === '') throw new Error(texts.contactMissing)
    const { shown } = await setConsent({ channel, contact: contact.trim(), address, state: 'out' })
    await client.invalidateQueries({ queryKey: keys.consent })
    const from = addresses.find(({ value }) => value === address)
    toasts.success({ title: texts.optedOut, message: texts.optedOutText(shown, from ? from.shown : '') })
    onClose()
  })
  return (
    <form className={classes.form} onSubmit={submit.onSubmit} noValidate>
      {channels.length > 1 && (
        <Select
          label={texts.channel}
          data={channels.map(({ id, title }) => ({ value: id, label: title }))}
          value={channel}
          allowDeselect={false}
          onChange={(next) => {
            setChannel(next ?? channel)
            setAddress('')
          }}
        />
      )}
      <TextInput
        label={texts.contact}
        description={spellingHelp[channel]}
        required
        data-autofocus
        value={contact}
        error={submit.fieldMessage('contact') ?? submit.message ?? false}
        onChange={(event) => setContact(event.currentTarget.value)}
      />
      <Select
        label={texts.from}
        data={[
          { value: '', label: texts.allAddresses },
          ...addresses.map((ours) => ({ value: ours.value, label: ours.shown })),
        ]}
        value={address}
        allowDeselect={false}
        onChange={(next) => setAddress(next ?? '')}
      />
      <FormFoot label={texts.optOut} isBusy={submit.isBusy} onClose={onClose} />
    </form>
  )
}
