import { Modal, TextInput } from '@mantine/core'
import type { AccountDefinition, AccountResource } from '@patchbay/shared/api'
import type { FieldError } from '@patchbay/shared/errors'
import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useState } from 'react'
import { changeAccount } from '../api/commands.ts'
import { ApiProblem } from '../api/problem.ts'
import { accountsTexts } from '../ui/texts/accounts.ts'
import { toasts } from '../ui/toasts.tsx'
import { AccountForm, type AccountProperties, propertiesWithDefaults } from './account-form.tsx'
import classes from './accounts.module.css'
import { accountsChanged } from './accounts-changed.ts'
import { ShownOnce } from './shown-once.tsx'

interface AccountSettingsProps {
  readonly account: AccountResource
  readonly definition: AccountDefinition
  /** By which a button elsewhere saves the form. */
  readonly formId: string
  readonly onBusy: (isBusy: boolean) => void
  readonly onSaved: () => void
}

/** Name and properties, to be changed. */
export function AccountSettings({ account, definition, formId, onBusy, onSaved }: AccountSettingsProps) {
  const client = useQueryClient()
  const [name, setName] = useState(account.name)
  const [properties, setProperties] = useState<AccountProperties>(account.properties)
  const [errors, setErrors] = useState<readonly FieldError[]>([])
  const [secrets, setSecrets] = useState<Readonly<Record<string, string>> | null>(null)
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    if (name.trim() === '') return setErrors([{ path: 'name', message: accountsTexts.nameMissing }])
    onBusy(true)
    try {
      const body = { name: name.trim(), properties: propertiesWithDefaults(definition, properties) }
      const saved = await changeAccount(account.id, body)
      setErrors([])
      setProperties(saved.properties)
      if (Object.keys(saved.secrets).length > 0) setSecrets(saved.secrets)
      onSaved()
      await accountsChanged(client)
      toasts.success({ title: accountsTexts.saved })
    } catch (thrown) {
      setErrors(thrown instanceof ApiProblem ? thrown.errors : [])
      toasts.error(accountsTexts.notSaved, thrown)
    }
    onBusy(false)
  }
  return (
    <section>
      <h2>{accountsTexts.settings}</h2>
      <form id={formId} className={classes.form} onSubmit={submit} noValidate>
        <TextInput
          label={accountsTexts.name}
          required
          maxLength={120}
          value={name}
          error={errors.find(({ path }) => path === 'name')?.message ?? false}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <AccountForm definition={definition} properties={properties} errors={errors} onChange={setProperties} />
      </form>
      <Modal
        opened={secrets !== null}
        onClose={() => setSecrets(null)}
        title={accountsTexts.secretsTitle}
        size={440}
        closeOnClickOutside={false}
      >
        <ShownOnce definition={definition} secrets={secrets ?? {}} onClose={() => setSecrets(null)} />
      </Modal>
    </section>
  )
}
