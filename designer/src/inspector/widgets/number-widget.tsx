import { TextInput } from '@mantine/core'
import { useState } from 'react'
import { readNumber } from '../../ui/read-number.ts'
import { withDescription } from '../../ui/with-description.ts'
import { FieldFrame } from '../form/field-frame.tsx'
import { useForm } from '../form/form-context.tsx'
import { asText, type WidgetProps } from './widget-props.ts'

/** A number. What cannot be read as one is kept as typed, so that its problem names it. */
export function NumberWidget({ field }: WidgetProps) {
  const form = useForm()
  const [typed, setTyped] = useState<string | null>(null)
  const isInteger = 'type' in field.schema && field.schema.type === 'integer'
  const read = (text: string) => {
    const value = readNumber(text, { isInteger })
    return value === null ? text : value
  }
  // An undo changes the value under what was typed.
  const shown = typed !== null && read(typed) === field.value ? typed : asText(field.value)
  const commit = (text: string) => {
    setTyped(text)
    form.set(field.path, read(text), true)
  }
  return (
    <FieldFrame field={field}>
      {({ inputId, describedBy, hasError }) => (
        <TextInput
          id={inputId}
          inputMode={isInteger ? 'numeric' : 'decimal'}
          value={shown}
          error={hasError}
          aria-required={field.required}
          {...withDescription(describedBy)}
          data-document-field
          rightSection={field.hints.unit ? <span className="muted">{field.hints.unit}</span> : null}
          rightSectionWidth={field.hints.unit ? 40 : 0}
          rightSectionPointerEvents="none"
          onChange={(event) => commit(event.currentTarget.value)}
          onBlur={() => {
            setTyped(null)
            form.touch(field.path)
          }}
        />
      )}
    </FieldFrame>
  )
}
