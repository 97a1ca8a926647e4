import { Button, Modal, Select, TextInput } from '@mantine/core'
import { SIMULATOR, SMS_CHANNEL } from '@patchbay/shared/api'
import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { addAddress } from '../api/commands.ts'
import { keys } from '../api/keys.ts'
import { ApiProblem } from '../api/problem.ts'
import { useAccounts, useAccountTypes, useCatalog } from '../api/queries.ts'
import { addressText } from '../ui/formats.ts'
import { commonTexts } from '../ui/texts/common.ts'
import { numbersTexts } from '../ui/texts/numbers.ts'
import { messageOf, toasts } from '../ui/toasts.tsx'
import classes from './numbers-page.module.css'

interface AddNumberDialogProps {
  readonly opened: boolean
  readonly onClose: () => void
}

export function AddNumberDialog({ opened, onClose }: AddNumberDialogProps) {
  return (
    <Modal opened={opened} onClose={onClose} title={numbersTexts.dialog.title} size={400}>
      <AddNumberForm onClose={onClose} />
    </Modal>
  )
}

function AddNumberForm({ onClose }: { readonly onClose: () => void }) {
  const client = useQueryClient()
  const texts = numbersTexts.dialog
  const [number, setNumber] = useState('')
  const [label, setLabel] = useState('')
  const [accountId, setAccountId] = useState(SIMULATOR)
  const accounts = useNumberAccounts()
  const channels = useCatalog().data?.channels ?? []
  const [channel, setChannel] = useState<string>(SMS_CHANNEL)
  const [problem, setProblem] = useState<string | null>(null)
  const [isBusy, setBusy] = useState(false)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (number.trim() === '') return setProblem(texts.numberMissing)
    setBusy(true)
    setProblem(null)
    try {
      const added = await addAddress({
        channel,
        value: number.trim(),
        accountId,
        ...(label.trim() === '' ? {} : { label: label.trim() }),
      })
      await client.invalidateQueries({ queryKey: keys.addresses })
      toasts.success({ title: numbersTexts.added, message: numbersTexts.addedNumber(addressText(added)) })
      onClose()
    } catch (thrown) {
      setProblem(thrown instanceof ApiProblem ? (thrown.fieldMessage('value') ?? thrown.message) : messageOf(thrown))
      setBusy(false)
    }
  }
  return (
    <form className={classes.form} onSubmit={submit} noValidate>
      <Select
        label={texts.account}
        description={accountId === SIMULATOR ? texts.help : texts.accountHelp}
        data={accounts}
        value={accountId}
        allowDeselect={false}
        onChange={(value) => setAccountId(value ?? SIMULATOR)}
      />
      {channels.length > 1 && (
        <Select
          label={texts.channel}
          data={channels.map(({ id, title }) => ({ value: id, label: title }))}
          value={channel}
          allowDeselect={false}
          onChange={(value) => setChannel(value ?? channel)}
        />
      )}
      <TextInput
        label={channels.find(({ id }) => id === channel)?.addressTitle ?? texts.number}
        description={channel === SMS_CHANNEL ? texts.numberHelp : undefined}
        type={channel === SMS_CHANNEL ? 'tel' : 'text'}
        required
        data-autofocus
        value={number}
        error={problem ?? false}
        onChange={(event) => setNumber(event.currentTarget.value)}
      />
      <TextInput
        label={texts.label}
        description={texts.labelHelp}
        maxLength={120}
        value={label}
        onChange={(event) => setLabel(event.currentTarget.value)}
      />
      <div className={classes.formFoot}>
        <Button variant="subtle" onClick={onClose}>
          {commonTexts.cancel}
        </Button>
        <Button variant="filled" type="submit" loading={isBusy}>
          {texts.add}
        </Button>
      </div>
    </form>
  )
}

/** The accounts that numbers can belong to, as options. */
function useNumberAccounts(): { value: string; label: string }[] {
  const accounts = useAccounts().data ?? []
  const types = useAccountTypes().data ?? []
  const withNumbers = new Set(types.filter(({ capabilities }) => capabilities.numbers).map(({ id }) => id))
  const fitting = accounts.filter(({ type }) => withNumbers.has(type))
  if (fitting.length === 0) return [{ value: SIMULATOR, label: numbersTexts.simulator }]
  return fitting.map(({ id, name }) => ({ value: id, label: name }))
}
