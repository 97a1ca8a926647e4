import { Button, Modal, TextInput } from '@mantine/core'
import type { AccountTypeResource, SavedAccount } from '@patchbay/shared/api'
import type { FieldError } from '@patchbay/shared/errors'
import { useQueryClient } from '@tanstack/react-query'
import { type FormEvent, useEffect, useRef, useState } from 'react'
import { useLocation } from 'wouter'
import { createAccount } from '../api/commands.ts'
import { ApiProblem } from '../api/problem.ts'
import { FormFoot } from '../ui/form-foot.tsx'
import { Icon } from '../ui/icon.tsx'
import { IconX } from '../ui/icons.ts'
import { Note } from '../ui/note.tsx'
import { accountsTexts } from '../ui/texts/accounts.ts'
import { commonTexts } from '../ui/texts/common.ts'
import { messageOf } from '../ui/toasts.tsx'
import { AccountForm, type AccountProperties, propertiesWithDefaults } from './account-form.tsx'
import { AccountMark } from './account-mark.tsx'
import classes from './accounts.module.css'
import { accountsChanged } from './accounts-changed.ts'
import { firstQuestionOf } from './first-question.ts'
import { ShownOnce } from './shown-once.tsx'
import { type ChosenType, TypeChoice } from './type-choice.tsx'

interface CreateAccountDialogProps {
  readonly opened: boolean
  readonly types: readonly AccountTypeResource[]
  readonly onClose: () => void
}

/** Asks for the type, makes an account and shows its generated secrets this once; then the account's page. */
export function CreateAccountDialog({ opened, types, onClose }: CreateAccountDialogProps) {
  const [, go] = useLocation()
  const [created, setCreated] = useState<SavedAccount | null>(null)
  const [chosen, setChosen] = useState<ChosenType>()
  const [isChoosing, setChoosing] = useState(true)
  const close = () => {
    onClose()
    setChosen(undefined)
    setChoosing(true)
    if (created !== null) go(`/accounts/${created.id}`)
    setCreated(null)
  }
  const onCreated = (account: SavedAccount) => {
    if (Object.keys(account.secrets).length > 0) return setCreated(account)
    close()
    go(`/accounts/${account.id}`)
  }
  const choose = (choice: ChosenType) => {
    setChosen(choice)
    setChoosing(false)
  }
  return (
    <Modal.Root
      opened={opened}
      onClose={close}
      size={isChoosing ? 1000 : 440}
      centered
      // A secret that is shown once must not vanish with a stray click.
      closeOnClickOutside={created === null}
    >
      <Modal.Overlay />
      <Modal.Content>
        {chosen === undefined || isChoosing ? (
          <TypeChoice types={types} chosen={chosen} onChoose={choose} onClose={close} />
        ) : (
          <>
            <Modal.Header>
              <Modal.Title>{created === null ? accountsTexts.dialogTitle : accountsTexts.secretsTitle}</Modal.Title>
              <Modal.CloseButton aria-label={commonTexts.close} icon={<Icon of={IconX} />} />
            </Modal.Header>
            <Modal.Body>
              {created === null ? (
                <CreateForm {...chosen} onBack={() => setChoosing(true)} onClose={close} onCreated={onCreated} />
              ) : (
                <ShownOnce definition={chosen.type} secrets={created.secrets} onClose={close} />
              )}
            </Modal.Body>
          </>
        )}
      </Modal.Content>
    </Modal.Root>
  )
}

interface CreateFormProps extends ChosenType {
  readonly onBack: () => void
  readonly onClose: () => void
  readonly onCreated: (account: SavedAccount) => void
}

function CreateForm({ type: definition, answer, onBack, onClose, onCreated }: CreateFormProps) {
  const client = useQueryClient()
  const nameField = useRef<HTMLInputElement>(null)
  useEffect(() => nameField.current?.focus(), [])
  const [name, setName] = useState('')
  const [properties, setProperties] = useState<AccountProperties>(() => answeredFirst(definition, answer))
  const [errors, setErrors] = useState<readonly FieldError[]>([])
  const [problem, setProblem] = useState<string | null>(null)
  const [isBusy, setBusy] = useState(false)
  const nameError = errors.find(({ path }) => path === 'name')?.message
  const submit = async (event: FormEvent) => {
    event.preventDefault()
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
      <div className={classes.chosen}>
        <AccountMark type={definition} size="m" />
        <div className="grow">
          <b>{definition.title}</b>
          <div className="sub">{definition.description}</div>
        </div>
        <Button size="sm" onClick={onBack}>
          {accountsTexts.otherType}
        </Button>
      </div>
      <TextInput
        label={accountsTexts.name}
        description={accountsTexts.nameHelp}
        required
        maxLength={120}
        ref={nameField}
        value={name}
        error={nameError ?? false}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <AccountForm definition={definition} properties={properties} errors={errors} onChange={setProperties} />
      {problem !== null && <Note tone="bad">{problem}</Note>}
      <FormFoot label={accountsTexts.create} isBusy={isBusy} onClose={onClose} />
    </form>
  )
}

/** The property that was asked for together with the type. */
function answeredFirst(type: AccountTypeResource, answer: string | undefined): AccountProperties {
  const question = firstQuestionOf(type)
  return question === undefined || answer === undefined ? {} : { [question.property]: answer }
}
