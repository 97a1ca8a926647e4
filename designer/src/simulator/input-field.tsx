import { Select, Textarea, TextInput } from '@mantine/core'
import type { ExpectedInput } from '@patchbay/shared/calls'
import { apiTestTexts as texts } from '../ui/texts/api-test.ts'

interface InputFieldProps {
  readonly input: Pick<ExpectedInput, 'type' | 'required' | 'default' | 'description'>
  readonly label: string
  readonly value: string
  /** What the trigger has said against the value. */
  readonly error: string | undefined
  readonly onChange: (value: string) => void
}

/** A value as its type is typed. Nothing is checked here: the trigger says what it does not take. */
export function InputField({ input, label, value, error, onChange }: InputFieldProps) {
  const { type, required, description } = input
  const isJson = type === 'list' || type === 'object'
  const notes = [
    description,
    isJson ? texts.json[type] : '',
    input.default === '' ? '' : texts.otherwise(input.default),
  ].filter((note) => note !== '')
  const common = {
    label,
    required,
    error,
    ...(notes.length === 0 ? {} : { description: notes.join(' ') }),
  }
  if (type === 'boolean') {
    const options = [
      { value: 'true', label: texts.yes },
      { value: 'false', label: texts.no },
    ]
    return (
      <Select
        {...common}
        data={options}
        value={value === '' ? null : value}
        clearable={!required}
        onChange={(chosen) => onChange(chosen ?? '')}
      />
    )
  }
  if (isJson) {
    return (
      <Textarea
        {...common}
        autosize
        minRows={2}
        maxRows={8}
        classNames={{ input: 'mono' }}
        value={value}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    )
  }
  return (
    <TextInput
      {...common}
      {...(type === 'number' ? { inputMode: 'decimal' as const } : {})}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  )
}
