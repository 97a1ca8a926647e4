import { TextInput, type TextInputProps } from '@mantine/core'
import { type KeyboardEvent, useState } from 'react'
import { belongsToIme } from './belongs-to-ime.ts'
import { number } from './formats.ts'
import { readNumber } from './read-number.ts'
import { formatTexts } from './texts/formats.ts'

interface NumberRange {
  readonly min: number
  readonly max: number
  readonly isInteger?: boolean
}

interface NumberFieldProps extends NumberRange, Omit<TextInputProps, 'value' | 'onChange' | 'min' | 'max'> {
  /** Undefined leaves the field empty. */
  readonly value: number | undefined
  /** Shown behind the number. */
  readonly unit?: string
  /** An empty field is refused as well. */
  readonly isRequired?: boolean
  /** Called with numbers in the range only, and with undefined when the field is emptied. */
  readonly onChange: (value: number | undefined) => void
}

/** A text that is being typed, and the value to go back to as long as it is no number of the range. */
interface Typing {
  readonly text: string
  readonly before: number | undefined
}

const steps: Readonly<Record<string, number>> = { ArrowUp: 1, ArrowDown: -1 }

/**
 * A field for a number within a range. The arrows count up and down. What is no such number stays as it was typed,
 * with the reason under it, and changes nothing: not even to what its beginning would have meant.
 */
export function NumberField({
  value,
  min,
  max,
  isInteger = false,
  isRequired = false,
  unit = '',
  onChange,
  ...input
}: NumberFieldProps) {
  const [typing, setTyping] = useState<Typing | null>(null)
  /** What the text means, in the range; null when it is refused. */
  const read = (text: string) => {
    const typed = readNumber(text, { isInteger })
    if (typed === undefined) return isRequired ? null : { value: undefined }
    return typed === null || typed < min || typed > max ? null : { value: typed }
  }
  const meant = typing && (read(typing.text) ?? { value: typing.before })
  // An undo changes the value under what was typed.
  const current = meant?.value === value ? typing : null
  const isRefused = current !== null && read(current.text) === null
  const change = (text: string) => {
    const before = current === null ? value : current.before
    setTyping({ text, before })
    const next = (read(text) ?? { value: before }).value
    if (next !== value) onChange(next)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const step = steps[event.key]
    if (step === undefined || belongsToIme(event)) return
    event.preventDefault()
    change(String(Math.min(max, Math.max(min, (value ?? min - step) + step))))
  }
  return (
    <TextInput
      {...input}
      inputMode={isInteger ? 'numeric' : 'decimal'}
      value={current?.text ?? value?.toLocaleString('en-US') ?? ''}
      error={isRefused ? formatTexts.numberFromTo(number(min), number(max), isInteger) : undefined}
      rightSection={unit === '' ? null : <span className="muted">{unit}</span>}
      rightSectionWidth={unit === '' ? 0 : 40}
      rightSectionPointerEvents="none"
      onChange={(event) => change(event.currentTarget.value)}
      onKeyDown={onKeyDown}
      onBlur={() => {
        if (!isRefused) setTyping(null)
      }}
    />
  )
}
