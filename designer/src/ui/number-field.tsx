import { TextInput, type TextInputProps } from '@mantine/core'
import { type KeyboardEvent, useState } from 'react'
import { type NumberRange, readTypedNumber } from './read-typed-number.ts'

interface NumberFieldProps extends NumberRange, Omit<TextInputProps, 'value' | 'onChange' | 'min' | 'max'> {
  /** Undefined leaves the field empty. */
  readonly value: number | undefined
  /** Shown behind the number. */
  readonly unit?: string
  /** Hears only of numbers in the range, and undefined when the field is emptied. */
  readonly onChange: (value: number | undefined) => void
}

const steps: Readonly<Record<string, number>> = { ArrowUp: 1, ArrowDown: -1 }

/** A field for a number within a range. The arrows count up and down. */
export function NumberField({ value, min, max, isInteger = false, unit = '', onChange, ...input }: NumberFieldProps) {
  const [typed, setTyped] = useState<string | null>(null)
  const change = (text: string) => {
    const read = readTypedNumber(text, { min, max, isInteger })
    setTyped(read.text)
    if (read.value !== null) onChange(read.value)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const step = steps[event.key]
    if (step === undefined) return
    event.preventDefault()
    change(String(Math.max(min, (value ?? min - step) + step)))
  }
  return (
    <TextInput
      {...input}
      inputMode={isInteger ? 'numeric' : 'decimal'}
      value={typed ?? value?.toLocaleString('en-US') ?? ''}
      rightSection={unit === '' ? null : <span className="muted">{unit}</span>}
      rightSectionWidth={unit === '' ? 0 : 40}
      rightSectionPointerEvents="none"
      onChange={(event) => change(event.currentTarget.value)}
      onKeyDown={onKeyDown}
      onBlur={() => setTyped(null)}
    />
  )
}
