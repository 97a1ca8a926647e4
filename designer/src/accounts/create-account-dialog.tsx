import { Button, Modal, Select, TextInput } from '@mantine/core'
import type { AccountDefinition, SavedAccount } from '@patchbay/shared/api'
import type { FieldError } from '@patchbay/shared/errors'
import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { useLocation } from 'wouter'
import { createAccount } from '../api/commands.ts'
import { ApiProblem } from '../api/problem.ts'
import { Note } from '../ui/note.tsx'
import { accountsTexts } from '../ui/texts/accounts.ts'
import { commonTexts } from '../ui/texts/common.ts'
import { messageOf } from '../ui/toasts.tsx'
import { AccountForm, type AccountProperties, propertiesWithDefaults } from './account-form.tsx'
import classes from './accounts.module.css'
import { accountsChanged } from './accounts-changed.ts'
import { ShownOnce } from './shown-once.tsx'

interface CreateAccountDialogProps {
  readonly opened: boolean
  readonly types: readonly AccountDefinition[]
  readonly onClose: () => void
}

/** Makes an account and shows its generated secrets this once; then the account's page. */
export function CreateAccountDialog({ opened, types, onClose }: CreateAccountDialogProps) {
  const [, go] = useLocation()
  const [created, setCreated] = useState<SavedAccount | null>(null)
  const definition = types.find(({ id }) => id === created?.type)
  const close = () => {
    onClose()
    if (created !== null) go(`/accounts/${created.id}`)
    setCreated(null)
  }
  const onCreated = (account: SavedAccount) => {
    if (Object.keys(account.secrets).length > 0) return setCreated(account)
    onClose()
    go(`/accounts/${account.id}`)
  }
  return (
    <Modal
      opened={opened}
      onClose={close}
      title={created === null ? accountsTexts.dialogTitle : accountsTexts.secretsTitle}
      size={440}
      // A secret that is shown once must not vanish with a stray click.
      closeOnClickOutside={created === null}
    >
      {created !== null && definition !== undefined ? (
        <ShownOnce definition={definition} secrets={created.secrets} onClose={close} />
      ) : (
        <CreateForm types={types} onClose={close} onCreated={onCreated} />
      )}
    </Modal>
  )
}

interface CreateFormProps {
  readonly types: readonly AccountDefinition[]
  readonly onClose: () => void
  readonly onCreated: (account: SavedAccount) => void
}

function CreateForm({ types, onClose, onCreated }: CreateFormProps) {
  const client = useQueryClient()
  const [typeId, setTypeId] = useState(types[0]?.id)
  const [name, setName] = useState('')
  const [properties, setProperties] = useState<AccountProperties>({})
  const [errors, setErrors] = useState<readonly FieldError[]>([])
  const [problem, setProblem] = useState<string | null>(null)
  const [isBusy, setBusy] = useState(false)
  const definition = types.find(({ id }) => id === typeId)
  const nameError = errors.find(({ path }) => path === 'name')?.message
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (definition === undefined) return
    if (name.trim() === '') return setErrors([{ path: 'name', message: accountsTexts.nameMissing }])
    setBusy(true)
    try {
      const body = {
        type: definition.id,
        name: name.trim(),
        properties: propertiesWithDefaults(definition, properties),
      }
      const account = await createAccount(body)
      await accountsChanged(client)
      onCreated(account)
    } catch (thrown) {
      const found = thrown instanceof ApiProblem ? thrown.errors : []
      setErrors(found)
      setProblem(found.length > 0 ? null : messageOf(thrown))
      setBusy(false)
    }
  }
  return (
    <form className={classes.form} onSubmit={submit} noValidate>
      <Select
        label={accountsTexts.type}
        data={types.map(({ id, title }) => ({ value: id, label: title }))}
        value={typeId ?? null}
        description={definition?.description}
        allowDeselect={false}
        onChange={(value) => {
          setTypeId(value ?? undefined)
          setProperties({})
          setErrors([])
        }}
      />
      <TextInput
        label={accountsTexts.name}
        description={accountsTexts.nameHelp}
        required
        maxLength={120}
        data-autofocus
        value={name}
        error={nameError ?? false}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      {definition !== undefined && (
        <AccountForm definition={definition} properties={properties} errors={errors} onChange={setProperties} />
      )}
      {problem !== null && <Note tone="bad">{problem}</Note>}
      <div className={classes.foot}>
        <Button variant="subtle" onClick={onClose}>
          {commonTexts.cancel}
        </Button>
        <Button variant="filled" type="submit" loading={isBusy}>
          {accountsTexts.create}
        </Button>
      </div>
    </form>
  )
}
