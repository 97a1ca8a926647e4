import { Select } from '@mantine/core'
import { useState } from 'react'
import { inspectorTexts } from '../../ui/texts/inspector.ts'
import { withDescription } from '../../ui/with-description.ts'
import { FieldFrame } from '../form/field-frame.tsx'
import { useForm } from '../form/form-context.tsx'
import { VariableInput } from './variable-input.tsx'
import { asText, type WidgetProps } from './widget-props.ts'

const texts = inspectorTexts.choices
const VARIABLE = 'variable'

/** One of a few values, or a variable that holds one of them. */
export function ChoiceSelect({ field }: WidgetProps) {
  const form = useForm()
  const [isTyped, setTyped] = useState(false)
  const { choices = [], placeholder } = field.hints
  const value = asText(field.value)
  const chosen = choices.findIndex((choice) => choice.value === value)
  const isVariable = isTyped || (value !== '' && chosen === -1)
  const set = (next: string | undefined, isVariableNext: boolean) => {
    setTyped(isVariableNext)
    form.set(field.path, next)
  }
  const toList = isVariable && (
    <button type="button" className="link" onClick={() => set(chosen === -1 ? undefined : value, false)}>
      {texts.choose}
    </button>
  )
  return (
    <FieldFrame field={field} action={toList || undefined}>
      {(ids) =>
        isVariable ? (
          <VariableInput field={field} ids={ids} />
        ) : (
          <Select
            id={ids.inputId}
            // By their places: a choice may be called anything.
            data={[
              ...choices.map(({ label }, at) => ({ value: String(at), label })),
              { value: VARIABLE, label: texts.variable },
            ]}
            value={chosen === -1 ? null : String(chosen)}
            clearable={!field.required}
            error={ids.hasError}
            aria-required={field.required}
            {...withDescription(ids.describedBy)}
            {...(placeholder ? { placeholder } : {})}
            onChange={(next) => {
              if (next === VARIABLE) set('', true)
              else set(choices[Number(next ?? -1)]?.value, false)
            }}
            onBlur={() => form.touch(field.path)}
          />
        )
      }
    </FieldFrame>
  )
}
