import { TextInput } from '@mantine/core'
import { useState } from 'react'
import { useInstallation } from '../api/queries.ts'
import { flowSettingTexts } from '../ui/texts/flow-settings.ts'
import type { AlertProps } from './alert-props.ts'

const texts = flowSettingTexts.alerts

/** A mailbox. What is no address yet stays in the field, and the last whole one in the flow. */
export function MailAlert({ onEnd: { email = '' }, onChange }: AlertProps) {
  const [typed, setTyped] = useState<string | null>(null)
  const { data: installation } = useInstallation()
  const canMail = installation?.canMail !== false
  const isWrong = typed !== null && typed.trim() !== '' && !isMailbox(typed)
  return (
    <TextInput
      label={texts.email}
      description={canMail ? texts.emailHelp : texts.noMail}
      type="email"
      maxLength={254}
      disabled={!canMail && email === ''}
      value={typed ?? email}
      error={isWrong ? texts.emailWrong : false}
      data-field-path="settings.onEnd.email"
      onChange={({ currentTarget: { value } }) => {
        setTyped(value)
        if (value.trim() === '') onChange({ email: undefined }, 'email')
        else if (isMailbox(value)) onChange({ email: value.trim() }, 'email')
      }}
      onBlur={() => !isWrong && setTyped(null)}
    />
  )
}

function isMailbox(text: string): boolean {
  return /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(text.trim())
}
