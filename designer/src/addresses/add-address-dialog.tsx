import { Modal, Select, TextInput } from '@mantine/core'
import {
  type AccountResource,
  type AccountTypeResource,
  addressWords,
  SIMULATOR,
  SMS_CHANNEL,
} from '@patchbay/shared/api'
import { useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { addAddress } from '../api/commands.ts'
import { keys } from '../api/keys.ts'
import { useAccounts, useAccountTypes, useCatalog } from '../api/queries.ts'
import { useSubmit } from '../api/use-submit.ts'
import { FormFoot } from '../ui/form-foot.tsx'
import { addressTexts, spellingHelp } from '../ui/texts/addresses.ts'
import { toasts } from '../ui/toasts.tsx'
import classes from './numbers-page.module.css'

interface AddAddressDialogProps {
  readonly title: string
  readonly opened: boolean
  readonly onClose: () => void
}

export function AddAddressDialog({ title, opened, onClose }: AddAddressDialogProps) {
  return (
    <Modal opened={opened} onClose={onClose} title={title} size={400}>
      <AddAddressForm onClose={onClose} />
    </Modal>
  )
}

function AddAddressForm({ onClose }: { readonly onClose: () => void }) {
  const client = useQueryClient()
  const channels = useCatalog().data?.channels ?? []
  const [channel, setChannel] = useState<string>(SMS_CHANNEL)
  const texts = addressTexts(addressWords(channels.find(({ id }) => id === channel)))
  const [value, setValue] = useState('')
  const [label, setLabel] = useState('')
  const accounts = useAccountOptions(channel)
  const [chosenAccount, setAccount] = useState(SIMULATOR)
  // An account that was chosen for another channel may not carry this one.
  const accountId = accounts.some((option) => option.value === chosenAccount) ? chosenAccount : SIMULATOR
  const submit = useSubmit(async () => {
    if (value.trim() === '') throw new Error(texts.missing)
    const labelled = label.trim() === '' ? {} : { label: label.trim() }
    const added = await addAddress({ channel, value: value.trim(), accountId, ...labelled })
    await client.invalidateQueries({ queryKey: keys.addresses })
    toasts.success({ title: texts.added, message: texts.addedText(added.shown) })
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
          onChange={(next) => setChannel(next ?? channel)}
        />
      )}
      <Select
        label={texts.account}
        description={accountId === SIMULATOR ? texts.simulatorHelp : texts.accountHelp}
        data={[...accounts]}
        value={accountId}
        allowDeselect={false}
        onChange={(next) => setAccount(next ?? SIMULATOR)}
      />
      <TextInput
        label={texts.address}
        description={spellingHelp[channel]}
        type={channel === SMS_CHANNEL ? 'tel' : 'text'}
        required
        data-autofocus
        value={value}
        error={submit.fieldMessage('value') ?? submit.message ?? false}
        onChange={(event) => setValue(event.currentTarget.value)}
      />
      <TextInput
        label={texts.label}
        description={texts.labelHelp}
        maxLength={120}
        value={label}
        onChange={(event) => setLabel(event.currentTarget.value)}
      />
      <FormFoot label={texts.add} isBusy={submit.isBusy} onClose={onClose} />
    </form>
  )
}

/** The accounts that can own addresses of the channel, as options. The built-in one carries every channel. */
function useAccountOptions(channel: string): readonly { value: string; label: string }[] {
  const { data: accounts } = useAccounts()
  const { data: types } = useAccountTypes()
  const fitting = accountsOfChannel(channel, accounts ?? [], types ?? [])
  const { simulator } = addressTexts(addressWords())
  if (fitting.length === 0) return [{ value: SIMULATOR, label: simulator }]
  return fitting.map(({ id, name }) => ({ value: id, label: name }))
}

function accountsOfChannel(
  channel: string,
  accounts: readonly AccountResource[],
  types: readonly AccountTypeResource[],
): readonly AccountResource[] {
  const carrying = new Set(types.filter(({ channels }) => channels.includes(channel)).map(({ id }) => id))
  return accounts.filter(({ type }) => carrying.has(type))
}
