import { Select, TextInput } from '@mantine/core'
import { SMS_CHANNEL } from '@patchbay/shared/api'
import { recipientNumber, recipientProblem } from '@patchbay/shared/phone/recipient'
import { useState } from 'react'
import { useAddresses } from '../api/queries.ts'
import { phone } from '../ui/formats.ts'
import { flowSettingTexts } from '../ui/texts/flow-settings.ts'
import type { AlertProps } from './alert-props.ts'
import formClasses from './form/form.module.css'

const texts = flowSettingTexts.alerts

/** A number that is texted, from one of ours. Until both are whole they stay in the fields, and the last whole pair in the flow. */
export function TextAlert({ onEnd: { text }, onChange }: AlertProps) {
  const [typedTo, setTypedTo] = useState<string | null>(null)
  const [chosenFrom, setChosenFrom] = useState<string | null>(null)
  const { data: addresses = [] } = useAddresses()
  const numbers = addresses.filter(({ channel, value }) => channel === SMS_CHANNEL && value.startsWith('+'))
  const to = typedTo ?? (text === undefined ? '' : phone(text.to))
  const from = chosenFrom ?? text?.from ?? null
  const problem = to.trim() === '' ? undefined : recipientProblem(to)
  const change = (nextTo: string, nextFrom: string | null) => {
    if (nextTo.trim() === '') return onChange({ text: undefined }, 'text')
    const number = recipientNumber(nextTo)
    if (number !== undefined && nextFrom !== null) onChange({ text: { to: number, from: nextFrom } }, 'text')
  }
  return (
    <div className={`${formClasses.line} ${formClasses.lineOf2}`}>
      <TextInput
        label={texts.textTo}
        description={texts.textToHelp}
        type="tel"
        value={to}
        error={problem?.message ?? false}
        data-field-path="settings.onEnd.text"
        onChange={({ currentTarget: { value } }) => {
          setTypedTo(value)
          change(value, from)
        }}
      />
      <Select
        label={texts.textFrom}
        description={numbers.length === 0 ? texts.noNumbers : texts.textFromHelp}
        data={numbers.map((address) => ({ value: address.value, label: address.shown }))}
        value={from}
        error={to.trim() !== '' && from === null ? texts.textFromMissing : false}
        onChange={(value) => {
          setChosenFrom(value)
          change(to, value)
        }}
      />
    </div>
  )
}
