import { Textarea } from '@mantine/core'
import { randomToken } from '../../editing/random-token.ts'
import { inspectorTexts } from '../../ui/texts/inspector.ts'
import { withDescription } from '../../ui/with-description.ts'
import { FieldFrame } from '../form/field-frame.tsx'
import { useForm } from '../form/form-context.tsx'
import { FieldInput } from './field-input.tsx'
import { asText, type WidgetProps } from './widget-props.ts'

/** One line of plain text. */
export function TextWidget({ field }: WidgetProps) {
  const form = useForm()
  const generate = field.hints.generate && (
    <button
      type="button"
      className="link"
      aria-label={inspectorTexts.generateLabel(field.title)}
      onClick={() => form.set(field.path, randomToken())}
    >
      {inspectorTexts.generate}
    </button>
  )
  return (
    <FieldFrame field={field} action={generate || undefined}>
      {(ids) => <FieldInput field={field} ids={ids} />}
    </FieldFrame>
  )
}

/** Several lines of plain text. */
export function LongTextWidget({ field }: WidgetProps) {
  const form = useForm()
  return (
    <FieldFrame field={field}>
      {({ inputId, describedBy, hasError }) => (
        <Textarea
          id={inputId}
          autosize
          minRows={3}
          maxRows={14}
          value={asText(field.value)}
          error={hasError}
          aria-required={field.required}
          {...withDescription(describedBy)}
          data-document-field
          {...(field.hints.placeholder ? { placeholder: field.hints.placeholder } : {})}
          onChange={(event) => form.set(field.path, event.currentTarget.value, true)}
          onBlur={() => form.touch(field.path)}
        />
      )}
    </FieldFrame>
  )
}
