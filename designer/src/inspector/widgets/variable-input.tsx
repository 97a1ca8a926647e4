import { useEffect, useRef } from 'react'
import type { FrameIds } from '../form/field-frame.tsx'
import { useForm } from '../form/form-context.tsx'
import { type TemplateHandle, TemplateInput } from '../template/template-input.tsx'
import { asText, type WidgetProps } from './widget-props.ts'

/** The field that takes the place of a list when people want a variable. It opens the list of variables when it is empty. */
export function VariableInput({ field, ids }: WidgetProps & { readonly ids: FrameIds }) {
  const form = useForm()
  const handle = useRef<TemplateHandle>(null)
  const isEmpty = asText(field.value) === ''
  // biome-ignore lint/correctness/useExhaustiveDependencies: only when the list has just given way to the field.
  useEffect(() => {
    if (isEmpty) handle.current?.openList()
  }, [])
  return (
    <TemplateInput
      handle={handle}
      value={asText(field.value)}
      variables={form.variables}
      shape="line"
      label={field.title}
      labelledBy={ids.labelId}
      describedBy={ids.describedBy}
      required={field.required}
      hasError={ids.hasError}
      onChange={(value) => form.set(field.path, value, true)}
      onBlur={() => form.touch(field.path)}
    />
  )
}
