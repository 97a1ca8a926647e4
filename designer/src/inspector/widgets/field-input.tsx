import { TextInput, type TextInputProps } from '@mantine/core'
import { type ClipboardEvent, useId } from 'react'
import { joinClasses } from '../../ui/join-classes.ts'
import { withDescription } from '../../ui/with-description.ts'
import type { FrameIds } from '../form/field-frame.tsx'
import formClasses from '../form/form.module.css'
import { useForm } from '../form/form-context.tsx'
import type { FormField } from '../form/layout-form.ts'
import { asText } from './widget-props.ts'
import { withoutAround } from './without-around.ts'

interface FieldInputProps
  extends Pick<TextInputProps, 'autoComplete' | 'spellCheck' | 'rightSection' | 'rightSectionWidth'> {
  readonly field: FormField
  readonly ids: FrameIds
}

/** The input of a field with one line of plain text, between what stands around its value. */
export function FieldInput({ field, ids, ...input }: FieldInputProps) {
  const form = useForm()
  const id = useId()
  const { prefix, suffix, placeholder, mono, widget } = field.hints
  const described = [ids.describedBy, prefix && `${id}-prefix`, suffix && `${id}-suffix`]
  const paste = (event: ClipboardEvent) => {
    const value = withoutAround(event.clipboardData.getData('text'), field.hints)
    if (value === undefined) return
    event.preventDefault()
    form.set(field.path, value, true)
  }
  const shown = (
    <TextInput
      {...input}
      id={ids.inputId}
      value={asText(field.value)}
      error={ids.hasError}
      aria-required={field.required}
      {...withDescription(described.filter(Boolean).join(' '))}
      data-document-field
      {...(placeholder ? { placeholder } : {})}
      classNames={{ input: joinClasses((mono || widget === 'secret') && formClasses.mono) }}
      onPaste={paste}
      onChange={(event) => form.set(field.path, event.currentTarget.value, true)}
      onBlur={() => form.touch(field.path)}
    />
  )
  if (!prefix && !suffix) return shown
  return (
    <div className={formClasses.around} data-error={ids.hasError || undefined}>
      {prefix && (
        <span id={`${id}-prefix`} className={formClasses.affix} title={prefix}>
          {prefix}
        </span>
      )}
      {shown}
      {suffix && (
        <span id={`${id}-suffix`} className={formClasses.affix} title={suffix}>
          {suffix}
        </span>
      )}
    </div>
  )
}
