import { Checkbox, Select, Switch } from '@mantine/core'
import { itemSchemaOf } from '@patchbay/shared/flow'
import { withDescription } from '../../ui/with-description.ts'
import { FieldFrame } from '../form/field-frame.tsx'
import formClasses from '../form/form.module.css'
import { problemPath, useForm } from '../form/form-context.tsx'
import { enumOf } from '../form/layout-form.ts'
import { ChoiceSelect } from './choice-select.tsx'
import { OptionsSelect } from './options-select.tsx'
import type { WidgetProps } from './widget-props.ts'

const choiceStyles = { label: { fontSize: 13, lineHeight: '18px' } } as const

/** One of a few values, perhaps by a variable, or of those that a source on the server knows. */
export function SelectWidget({ field }: WidgetProps) {
  const { options, choices } = field.hints
  if (options !== undefined) return <OptionsSelect field={field} source={options} />
  return choices === undefined ? <FixedSelect field={field} /> : <ChoiceSelect field={field} />
}

function FixedSelect({ field }: WidgetProps) {
  const form = useForm()
  const { optionLabels = {}, placeholder } = field.hints
  const values = (enumOf(field.schema) ?? []).map(String)
  return (
    <FieldFrame field={field}>
      {({ inputId, describedBy, hasError }) => (
        <Select
          id={inputId}
          data={values.map((value) => ({ value, label: optionLabels[value] ?? value }))}
          value={typeof field.value === 'string' ? field.value : null}
          clearable={!field.required && !('default' in field.schema)}
          error={hasError}
          aria-required={field.required}
          {...withDescription(describedBy)}
          {...(placeholder ? { placeholder } : {})}
          onChange={(value) => form.set(field.path, value ?? undefined)}
          onBlur={() => form.touch(field.path)}
        />
      )}
    </FieldFrame>
  )
}

export function SwitchWidget({ field }: WidgetProps) {
  const form = useForm()
  return (
    <div data-field-path={problemPath(field.path)}>
      <Switch
        label={field.title}
        description={field.schema.description}
        checked={field.value === true}
        onChange={(event) => form.set(field.path, event.currentTarget.checked)}
      />
    </div>
  )
}

/** Several of a few values. */
export function ChoicesWidget({ field }: WidgetProps) {
  const form = useForm()
  const item = itemSchemaOf(field.schema)
  const values = item ? (enumOf(item) ?? []).map(String) : []
  const chosen = Array.isArray(field.value) ? field.value.map(String) : []
  const toggle = (value: string, isOn: boolean) =>
    form.set(
      field.path,
      values.filter((candidate) => (candidate === value ? isOn : chosen.includes(candidate))),
    )
  return (
    <FieldFrame field={field} heading>
      {({ labelId, describedBy }) => (
        // biome-ignore lint/a11y/useSemanticElements: its name is the heading above.
        <div role="group" aria-labelledby={labelId} aria-describedby={describedBy} className={formClasses.choices}>
          {values.map((value) => (
            <Checkbox
              key={value}
              label={field.hints.optionLabels?.[value] ?? value}
              styles={choiceStyles}
              checked={chosen.includes(value)}
              onChange={(event) => toggle(value, event.currentTarget.checked)}
            />
          ))}
        </div>
      )}
    </FieldFrame>
  )
}
