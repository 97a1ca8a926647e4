import { useRef } from 'react'
import { useEditor } from '../../editing/editor-context.tsx'
import { kindOf, sendsThrough, splitsIntoSegments } from '../../editing/own-addresses.ts'
import { Icon } from '../../ui/icon.tsx'
import { IconVariable } from '../../ui/icons.ts'
import { inspectorTexts } from '../../ui/texts/inspector.ts'
import { FieldFrame } from '../form/field-frame.tsx'
import { useForm } from '../form/form-context.tsx'
import { type TemplateHandle, TemplateInput, type TemplateInputProps } from '../template/template-input.tsx'
import { OptionsMenu } from './options-menu.tsx'
import { TextLength } from './text-length.tsx'
import { asText, type WidgetProps } from './widget-props.ts'

/** Text with `$variables`: one line, several, a URL or a body, by the widget and the place it lands. */
export function TemplateWidget({ field }: WidgetProps) {
  const form = useForm()
  const handle = useRef<TemplateHandle>(null)
  const shape = shapeOf(field)
  const isText = field.widget === 'long-template' && field.schema['x-template']?.place === 'text'
  const isSplit = useIsSplit() && isText
  const insert = (shape === 'long' || shape === 'code') && (
    <button type="button" className="link" onClick={() => handle.current?.openList()}>
      <Icon of={IconVariable} size={14} />
      {inspectorTexts.insertVariable}
    </button>
  )
  const { options } = field.hints
  const choose = options !== undefined && <OptionsMenu field={field} source={options} />
  return (
    <FieldFrame field={field} action={insert || choose || undefined}>
      {({ labelId, describedBy, hasError }) => (
        <>
          <TemplateInput
            handle={handle}
            value={asText(field.value)}
            variables={field.schema['x-template']?.atEnd === true ? form.variablesAtEnd : form.variables}
            shape={shape}
            mono={field.hints.mono === true || shape === 'code'}
            placeholder={field.hints.placeholder ?? ''}
            label={field.title}
            labelledBy={labelId}
            describedBy={describedBy}
            required={field.required}
            hasError={hasError}
            marksCostly={isSplit}
            onChange={(value) => form.set(field.path, value, true)}
            onFocus={() => {
              form.lastTemplate.current = handle.current
            }}
            onBlur={() => form.touch(field.path)}
          />
          {isText && (
            <TextLength
              text={asText(field.value)}
              isSplit={isSplit}
              onChange={(value) => form.set(field.path, value, true)}
            />
          )}
        </>
      )}
    </FieldFrame>
  )
}

function shapeOf({ widget, schema }: WidgetProps['field']): TemplateInputProps['shape'] {
  if (widget === 'code-template') return 'code'
  const place = schema['x-template']?.place
  if (place === 'url' || place === 'header') return widget === 'long-template' ? 'url' : 'line'
  return widget === 'long-template' ? 'long' : 'line'
}

/** Whether what the action sends travels in segments of SMS. */
function useIsSplit(): boolean {
  const { type, typeVersion } = useForm()
  return useEditor(({ catalog, definitions }) => {
    const channel = sendsThrough(definitions.of({ type, typeVersion }))
    return splitsIntoSegments(kindOf(catalog, channel))
  })
}
